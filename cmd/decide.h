/* What submit, approve, reject and withdraw share. */
#ifndef SMS_CMD_DECIDE_H
#define SMS_CMD_DECIDE_H

#include "command.h"
#include "model/approval.h"

/* Makes one statement about each record and commits them together; prints a line for each. */
struct sms_error *decide(struct context *context, const struct sms_list *ids, const struct sms_decision *decision,
			 const struct write_options *write) SMS_CHECKED;

#endif
