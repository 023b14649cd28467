/* Printing what a verification found. */
#ifndef SMS_CMD_VERIFY_PRINT_H
#define SMS_CMD_VERIFY_PRINT_H

#include "output.h"
#include "work/verify/verify.h"

/* Prints in context->format: text, json, sarif or junit. `begun` is of findings_clock. */
void verify_print(struct context *context, const struct sms_verify_result *result, enum sms_status status,
		  int64_t begun);

#endif
