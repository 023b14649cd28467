/* One record in hand: read, made, changed in the ways the lifecycle allows, checked, and turned into its files. */
#ifndef SMS_MODEL_RECORD_H
#define SMS_MODEL_RECORD_H

#include "model/id.h"
#include "model/settings/settings.h"
#include "model/snapshot/snapshot.h"

struct sms_record {
	const struct sms_type *type;
	char *id;
	char *path;     /* of the JSON file */
	sms_json *json; /* changeable */
	char *text;     /* the JSON file's bytes as read; NULL for a new record */
	size_t text_length;
	char *body; /* a document's Markdown, closed by a zero byte; NULL when it has none */
	size_t body_length;
};

/* Reads the record of an entry, with its body. Errors INPUT (not JSON: with line and column). */
struct sms_error *sms_record_read(struct sms_record **out, struct sms_snapshot *snapshot,
				  const struct sms_entry *entry) SMS_CHECKED;
void sms_record_free(struct sms_record *record);
SMS_AUTO_POINTER(record, struct sms_record *, sms_record_free);

/* Who acts: written into `created` and the log. */
struct sms_actor {
	const char *by; /* id of a person record, or `Name <email>` where there is none */
	sms_time at;
};

/* A new record around `content` (taken; members of the envelope in it are kept): defaults and derived members set,
 * `created` and the first log entry written, arranged. `id` NULL: made from title or date. `settings` for derived
 * members. `body` is copied; may be NULL. Not yet checked. */
struct sms_error *sms_record_new(struct sms_record **out, const struct sms_type *type, sms_json *content,
				 const char *id, const char *body, struct sms_settings *settings,
				 const struct sms_actor *actor) SMS_CHECKED;

const char *sms_record_state(const struct sms_record *record); /* borrowed; "" when missing */
const char *sms_record_title(const struct sms_record *record);

/* Appends to the log: {at, by, kind} and the members of `more` (taken; may be NULL). */
void sms_record_log(struct sms_record *record, const struct sms_actor *actor, const char *kind, sms_json *more);
/* A step in the lifecycle: state, time stamp, log entry {kind: "state", from, to, text}. Error INPUT with the allowed
 * states as a hint when it is no allowed step; `void` needs a note. `note` may be NULL. */
struct sms_error *sms_record_move(struct sms_record *record, const char *state, const char *note,
				  const struct sms_actor *actor) SMS_CHECKED;
/* Sets FIELD from text (`impact=high`), FIELD+=VALUE appends to a list, FIELD= removes; an object is JSON, or
 * `member=value,member=value` of its members. Members of the envelope that
 * only other commands may change (id, type, state, log, created) are refused with that command as a hint. */
struct sms_error *sms_record_assign(struct sms_record *record, const char *assignment, sms_time now) SMS_CHECKED;
/* Sets derived members that are missing or were derived from what `before` (NULL for a new record) had. */
void sms_record_derive(struct sms_record *record, const sms_json *before, struct sms_settings *settings);

/* Checks against the type's schema and the lifecycle; error INPUT with the first finding, the others as hints. */
struct sms_error *sms_record_check(const struct sms_record *record) SMS_CHECKED;

/* The bytes of the JSON file in canonical form. */
void sms_record_print(struct sms_buf *out, const struct sms_record *record);

/* Approved content: the JSON without workflow members in RFC 8785 form, then, for a document, the Markdown bytes. */
void sms_record_content(struct sms_buf *out, const struct sms_type *type, const sms_json *json, const char *body,
			size_t body_length);
/* SHA-256 of it, in hexadecimal. */
void sms_record_digest(const struct sms_record *record, char out[65]);

#endif
