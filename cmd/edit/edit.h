/* What commands that change one record share: begin, read, change, put, commit. */
#ifndef SMS_CMD_EDIT_H
#define SMS_CMD_EDIT_H

#include "command.h"

struct edit {
	struct sms_change *change;
	struct sms_actor actor;
	struct sms_record *record;
	sms_json *before; /* the record's JSON as it was read */
};

/* Takes the lock and reads the record that a name means. */
struct sms_error *edit_begin(struct edit *edit, struct context *context, const char *name) SMS_CHECKED;
/* Derives, checks, stages and commits; nothing is written when nothing changed. `message` is printf's. */
struct sms_error *edit_commit(struct edit *edit, struct context *context, const struct write_options *write,
			      const char *message, ...) SMS_PRINTF(4, 5) SMS_CHECKED;
void edit_release(struct edit *edit);
SMS_AUTO_STRUCT(edit, struct edit, edit_release);

#endif
