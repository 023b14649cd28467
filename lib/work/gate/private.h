/* What the sources of the gate share. */
#ifndef SMS_WORK_GATE_PRIVATE_H
#define SMS_WORK_GATE_PRIVATE_H

#include "work/gate/gate.h"

struct gating {
	struct sms_store *store;
	const struct sms_record *record;
	const sms_json *about; /* x-sms.gate */
	const sms_json *rules; /* the settings of its category; NULL */
	const char *category;  /* or NULL */
	const char *service;   /* that is touched, or NULL */
	sms_time now, started; /* SMS_TIME_NONE: not begun */
	struct sms_gate *out;
};

/* Takes `message` and `fix`, which may be NULL. */
void sms_gate_add(struct gating *gating, const char *word, char *message, char *fix);
/* The member of the record that x-sms.gate names at a dotted path; NULL where it names none or it is not there. */
const sms_json *sms_gate_member(const struct gating *gating, const char *path);
/* The same as an instant; SMS_TIME_NONE. */
sms_time sms_gate_instant(const struct gating *gating, const char *path);
/* Approval, model and conditions (approval.c). */
struct sms_error *sms_gate_judge_approval(struct gating *gating) SMS_CHECKED;
/* Is a freeze of the settings on now, and `until` when (SMS_TIME_NONE: not known) (freeze.c)? Error INPUT for a time zone or
 * calendar that is not there. */
struct sms_error *sms_gate_freeze_is_on(const struct gating *gating, const sms_json *freeze, bool *on,
					sms_time *until) SMS_CHECKED;

#endif
