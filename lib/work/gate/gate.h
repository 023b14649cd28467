/* May a record (a change, say) be carried out now? What is asked of it is data: the x-sms.gate of its type.
 *
 * x-sms.gate: {
 *   "states": ["scheduled", "in-implementation"],   in which it may be carried out
 *   "services": "services",                         member with the ids of services it is for
 *   "window": { "start": "window.start", "end": "window.end" },   members; it is carried out between them
 *   "requested": "requested_at", "started": "implementation.start",   members with instants
 *   "category": "category",                         member with the name of a category, which
 *   "categories": "change_categories",              the settings describe at this path: { NAME: { "lead_time",
 *                                                   "approval_within" } }, durations; with the latter the approval may
 *                                                   come so long after the start
 *   "freezes": { "setting": "freezes", "allowed": ["emergency"] },   path in the settings of a list { "name", "from",
 *                                                   "to", "services", "allowed" }, instants; and the categories that
 *                                                   go on where a freeze names none
 *   "conditions": "conditions", "met": "conditions_met",   members: what has to be so, and what of it is
 *   "model": { "link": "change_model", "where": SCHEMA,   records that fit follow a model, the record that is linked:
 *              "states": ["approved"], "valid_to": "valid_to", "services": "services", "conditions": "conditions" }
 *                                                   its members; it is in one of the states, approved by the rules
 *                                                   for its type, and not past its last day
 *                                                   A freeze that comes back has "every": "year", "month" or
 *                                                   "week", with "timezone" and ends such as "12-15", "-3" (from
 *                                                   the end of the month) or "fri 16:00" on the clocks there, an end
 *                                                   without a time being over with its day; one with "outside" is
 *                                                   on while that calendar of the settings is closed
 * }
 * What is left out is not asked. Always asked is the approval, by the rules in force (model/approval.h); where none is
 * for the record, the model stands in for it, and without one nobody can have approved it. Instants carry their
 * offset; a last day ends with the day in UTC. */
#ifndef SMS_WORK_GATE_H
#define SMS_WORK_GATE_H

#include "model/approval/approval.h"

/* Why the gate is not open. */
struct sms_gate_reason {
	const char *word; /* "before-window" … */
	char *message;    /* a sentence without its full stop */
	char *fix;        /* the command that helps; NULL where none does */
	bool unjudged;    /* the evidence does not say */
};

enum sms_gate_verdict {
	SMS_GATE_OPEN,
	SMS_GATE_CLOSED,
	SMS_GATE_UNJUDGED /* nothing known speaks against it, but not all could be judged */
};
const char *sms_gate_verdict_name(enum sms_gate_verdict verdict);

struct sms_gate {
	struct sms_gate_reason *items;
	size_t count, capacity;
	struct sms_approval approval;
	char *model;           /* id of the model that it follows, or NULL */
	sms_time opens, shuts; /* its window; SMS_TIME_NONE */
	sms_time approve_by;   /* when the approval has to be there; SMS_TIME_NONE where it is not still to come */
};

/* Judges a record of the store's snapshot as of `now`. `service` is the id of the service that is touched, or NULL.
 * Error INPUT where the type has no gate. */
struct sms_error *sms_gate_judge(struct sms_gate *out, struct sms_store *store, const struct sms_record *record,
				 const char *service, sms_time now) SMS_CHECKED;
enum sms_gate_verdict sms_gate_verdict(const struct sms_gate *gate);
void sms_gate_release(struct sms_gate *gate);
SMS_AUTO_STRUCT(gate, struct sms_gate, sms_gate_release);

#endif
