/* How a catalogue is put together from its files (catalogue.c): for the repository's own rules (own.c). */
#ifndef SMS_WORK_AUDIT_CATALOGUE_H
#define SMS_WORK_AUDIT_CATALOGUE_H

#include "work/audit/audit.h"

/* Reads an item of a file; texts are borrowed. */
void audit_item_read(const struct sms_catalogue *catalogue, struct sms_item *item, const sms_json *file,
		     const sms_json *json);
/* Takes name, standard and clauses from a file of them. */
void audit_catalogue_clauses(struct sms_catalogue *catalogue, const sms_json *file);
/* Puts the items in the order of the clauses, and counts statements. */
void audit_catalogue_arrange(struct sms_catalogue *catalogue);

#endif
