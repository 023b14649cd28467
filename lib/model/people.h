/* People and the roles they held on a day, from the person, role and assignment records of one snapshot.
 *
 * Which types these are is data, so that this code names none: a type's x-sms says
 *   "people": { "is": "person", "name": "title", "emails": "emails", "from": "start", "to": "end" }
 *   "people": { "is": "role" }
 *   "people": { "is": "assignment", "person": "person", "role": "role", "from": "from", "to": "to" }
 * with the names of the members that hold each. A person or assignment in a final state counts until `to`, or not at
 * all where there is none. */
#ifndef SMS_MODEL_PEOPLE_H
#define SMS_MODEL_PEOPLE_H

#include "model/settings/settings.h"
#include "model/snapshot/snapshot.h"

struct sms_people;

struct sms_error *sms_people_load(struct sms_people **out, struct sms_snapshot *snapshot) SMS_CHECKED;
void sms_people_free(struct sms_people *people);
SMS_AUTO_POINTER(people, struct sms_people *, sms_people_free);

/* The person whose e-mail addresses hold `email` (case ignored), or NULL. Borrowed id. */
const char *sms_people_by_email(const struct sms_people *people, const char *email);
/* The person's name, or NULL when there is no such person. */
const char *sms_people_name(const struct sms_people *people, const char *person);
/* Does the person hold the role at this instant (assignment in force, person not gone)? */
bool sms_people_holds(const struct sms_people *people, const char *person, const char *role, sms_time at);
/* Ids of those who hold the role at this instant, sorted. */
void sms_people_holders(const struct sms_people *people, const char *role, sms_time at, struct sms_list *out);
/* Appends the roles that the person holds at this instant, each once, sorted. */
void sms_people_roles(const struct sms_people *people, const char *person, sms_time at, struct sms_list *out);
/* Calls `visit` with the id of each assignment of a role (NULL: any) to the person, in force or not, by id. */
void sms_people_assignments(const struct sms_people *people, const char *person, const char *role,
			    void (*visit)(void *context, const char *assignment), void *context);
/* Is there such a role? */
bool sms_people_has_role(const struct sms_people *people, const char *role);

#endif
