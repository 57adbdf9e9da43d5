/** The port for blobs: what is too large for an item, and what is kept for the archive. Adapters: files, and S3. */

export interface Objects {
  /** Writes or replaces the whole object. Fault OBJECTS_UNAVAILABLE. */
  put(name: string, bytes: Uint8Array): Promise<void>;
  /** undefined when there is none. Fault OBJECTS_UNAVAILABLE. */
  get(name: string): Promise<Uint8Array | undefined>;
  /** Removing what is not there is no error. Fault OBJECTS_UNAVAILABLE. */
  remove(name: string): Promise<void>;
}
