/* Printing findings, whoever found them: `check` and `verify`. */
#ifndef SMS_CMD_PRINT_FINDINGS_H
#define SMS_CMD_PRINT_FINDINGS_H

#include "output.h"
#include "work/finding/print.h"

/* For people, below the line that says where: what it is, and the command that mends it. */
void findings_print_words(struct context *context, const struct sms_finding *finding);
/* Prints a run in context->format where that is SARIF or JUnit; false where it is another. */
bool findings_print_run(struct context *context, const struct sms_finding_run *run);
/* Milliseconds of the monotonic clock: how long a run took. */
int64_t findings_clock(void);

#endif
