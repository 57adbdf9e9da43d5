package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"
	"time"
)

// BaseEvent is what the user centre's structs embed, so that its fields and theirs stand on one level.
type BaseEvent struct {
	ID        string    `json:"id"`
	Type      string    `json:"type"`
	Version   string    `json:"version,omitempty"`
	Timestamp time.Time `json:"timestamp"`
}

type UserRegistered struct {
	BaseEvent
	UserID   string `json:"user_id"`
	Username string `json:"username"`
	Email    string `json:"email"`
}

type UserLoggedIn struct {
	BaseEvent
	UserID    string `json:"user_id"`
	Username  string `json:"username"`
	IP        string `json:"ip,omitempty"`
	UserAgent string `json:"user_agent,omitempty"`
}

type UserPasswordChanged struct {
	BaseEvent
	UserID   string `json:"user_id"`
	Username string `json:"username"`
	Email    string `json:"email,omitempty"`
}

type UserStatusChanged struct {
	BaseEvent
	UserID    string `json:"user_id"`
	Username  string `json:"username"`
	OldStatus string `json:"old_status"`
	Status    string `json:"status"`
	Reason    string `json:"reason,omitempty"`
}

type UserDeleted struct {
	BaseEvent
	UserID   string `json:"user_id"`
	Username string `json:"username"`
	Email    string `json:"email"`
}

type UserUpdated struct {
	BaseEvent
	UserID   string         `json:"user_id"`
	Username string         `json:"username"`
	Email    string         `json:"email"`
	Changes  map[string]any `json:"changes,omitempty"`
}

type UserNotice struct {
	BaseEvent
	UserID       string         `json:"user_id"`
	Notice       string         `json:"notice"`
	Params       map[string]any `json:"params"`
	Category     string         `json:"category"`
	CauseEventID string         `json:"cause_event_id"`
}

type UserFact struct {
	BaseEvent
	UserID       string `json:"user_id"`
	Day          string `json:"day"`
	CauseEventID string `json:"cause_event_id"`
}

// TRX's structs: a user's id is an int64, so only a JSON number is read into it.

type UserAction struct {
	UserID   int64  `json:"user_id"`
	Username string `json:"username"`
	Email    string `json:"email,omitempty"`
	Action   string `json:"action"`
}

type UserChanged struct {
	Type    string         `json:"type"`
	UserID  int64          `json:"user_id"`
	Changes map[string]any `json:"changes"`
}

type WelcomeEmail struct {
	Type   string `json:"type"`
	UserID int64  `json:"user_id"`
	Email  string `json:"email"`
}

type OrderEvent struct {
	EventType string    `json:"event_type"`
	OrderID   string    `json:"order_id"`
	UserID    int64     `json:"user_id"`
	Amount    int64     `json:"amount"`
	Timestamp time.Time `json:"timestamp"`
}

type Behavior struct {
	UserID    int64     `json:"user_id"`
	Action    string    `json:"action"`
	Page      string    `json:"page,omitempty"`
	IP        string    `json:"ip,omitempty"`
	Timestamp time.Time `json:"timestamp"`
}

type Registration struct {
	UserID   string `json:"user_id,omitempty"`
	Username string `json:"username"`
	Email    string `json:"email"`
}

// Envelope is an event of the card and video services: what is the event's own stands under data.
type Envelope struct {
	BaseEvent
	Source  string         `json:"source"`
	TraceID string         `json:"traceId"`
	Data    map[string]any `json:"data"`
}

// Fields are what a service has of a record that it has no struct for.
type Fields map[string]any

// structs are what a service has for the records of a topic, or there for those of a type.
var structs = map[string]any{
	"user.events user.registered":       UserRegistered{},
	"user.events user.logged_in":        UserLoggedIn{},
	"user.events user.password_changed": UserPasswordChanged{},
	"user.events user.status_changed":   UserStatusChanged{},
	"user.events user.deleted":          UserDeleted{},
	"user.events user.updated":          UserUpdated{},
	"user.notifications":                UserNotice{},
	"user.analytics":                    UserFact{},
	"user-events":                       UserAction{},
	"user-events user_updated":          UserChanged{},
	"notification-events":               WelcomeEmail{},
	"order-events":                      OrderEvent{},
	"user-behavior":                     Behavior{},
	"user_registered":                   Registration{},
	"card-events":                       Envelope{},
	"video-events":                      Envelope{},
}

// structFor answers a pointer to an empty struct for such a record.
func structFor(topic string, value []byte) (any, error) {
	var says struct {
		Type   string `json:"type"`
		Action string `json:"action"`
	}
	if err := json.Unmarshal(value, &says); err != nil {
		return nil, err
	}
	held, known := structs[topic+" "+says.Type+says.Action]
	if !known {
		held, known = structs[topic]
	}
	if !known {
		return nil, fmt.Errorf("no struct for %s on %s", says.Type+says.Action, topic)
	}
	return reflect.New(reflect.TypeOf(held)).Interface(), nil
}

// asWritten is the value as a service writes it: the JSON of its struct. A field that the struct lacks is a mistake.
func asWritten(topic string, value []byte) ([]byte, error) {
	held, err := structFor(topic, value)
	if err != nil {
		return nil, err
	}
	decoder := json.NewDecoder(bytes.NewReader(value))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(held); err != nil {
		return nil, err
	}
	return json.Marshal(held)
}

// asRead is what a service has of a value: its struct, which ignores fields that it lacks, or the fields as they are.
func asRead(topic string, value []byte) (any, error) {
	held, err := structFor(topic, value)
	if err != nil {
		held = &Fields{}
	}
	return held, json.Unmarshal(value, held)
}
