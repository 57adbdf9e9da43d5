/** The port for blobs: what is too large for an item, and what is kept for the archive. Adapters: files, and S3. */

/**
 * Every call refuses a name that no object can have: Fault OBJECT_NAME_REFUSED. Other faults: OBJECTS_UNAVAILABLE (also where no answer comes in time, or before `signal` is aborted: then it may have been
 * done), THROTTLED, NOT_AUTHORISED.
 */
export interface Objects {
  /** Writes or replaces the whole object. */
  put(name: string, bytes: Uint8Array, signal?: AbortSignal): Promise<void>;
  /** undefined when there is none. */
  get(name: string, signal?: AbortSignal): Promise<Uint8Array | undefined>;
  /** Removing what is not there is no error. */
  remove(name: string, signal?: AbortSignal): Promise<void>;
}
