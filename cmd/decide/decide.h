/* What submit, approve, reject and withdraw share. */
#ifndef SMS_CMD_DECIDE_H
#define SMS_CMD_DECIDE_H

#include "command.h"
#include "model/approval/approval.h"

struct sign_options {
	bool sign, no_sign;
	const char *key;
};
/* For every command that makes statements. */
#define OPTIONS_SIGN(structure, member)                                                                                \
	OPTION_FLAG(structure, member.sign, 'S', "sign", "sign, or fail"),                                             \
		OPTION_FLAG(structure, member.no_sign, 0, "no-sign", "do not sign"),                                   \
		OPTION_TEXT(structure, member.key, 0, "key", "FILE", "sign with this SSH key, not with git's")

/* Makes one statement about each record and commits them together; prints a line for each. `digests` (may be NULL) are
 * those of the contents that were looked at, side by side with `ids`. */
struct sms_error *decide(struct context *context, const struct sms_list *ids, const struct sms_list *digests,
			 struct sms_decision decision, const struct sign_options *sign,
			 const struct write_options *write) SMS_CHECKED;

#endif
