/* Who has a part in what: nobody judges their own work (9.2.2). Which records say so is data, the catalogue's `work`:
 * processes with their owner and clauses, and who works in them. A role's part is that of everybody who holds it. */
#ifndef SMS_WORK_AUDIT_STAKES_H
#define SMS_WORK_AUDIT_STAKES_H

#include "work/audit/audit.h"

struct sms_stakes;

/* Reads processes and who works in them. The store and the catalogue are borrowed. */
struct sms_error *sms_stakes_load(struct sms_stakes **out, struct sms_store *store,
				  const struct sms_catalogue *catalogue) SMS_CHECKED;
void sms_stakes_free(struct sms_stakes *stakes);
SMS_AUTO_POINTER(stakes, struct sms_stakes *, sms_stakes_free);

/* The part that the person has, at this instant, in the processes of a clause: "owns PRO-INCIDENT"; NULL for none. The
 * caller's. */
char *sms_stakes_clause(const struct sms_stakes *stakes, const char *person, const char *clause, sms_time at);
/* In one process, by its id. */
char *sms_stakes_process(const struct sms_stakes *stakes, const char *person, const char *process, sms_time at);
/* In one record of any type: "owns" or "wrote" it; NULL in `out` for none, or where there is no such record. */
struct sms_error *sms_stakes_record(const struct sms_stakes *stakes, const char *person, const char *id, sms_time at,
				    char **out) SMS_CHECKED;
/* Calls `visit` for each process of a clause (NULL: for each process). */
void sms_stakes_processes(const struct sms_stakes *stakes, const char *clause,
			  void (*visit)(void *context, const char *process), void *context);
/* Calls `visit` for each process of a clause and each record of who works in it: all that could give somebody a part. */
void sms_stakes_records(const struct sms_stakes *stakes, const char *clause,
			void (*visit)(void *context, const char *id), void *context);
/* Clauses of one process, added; none where there is no such process. */
void sms_stakes_clauses(const struct sms_stakes *stakes, const char *process, struct sms_list *out);

#endif
