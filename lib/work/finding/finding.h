/* Findings: what is wrong with the records. Data, not errors: collected, sorted and printed in any format. */
#ifndef SMS_WORK_FINDING_H
#define SMS_WORK_FINDING_H

#include "base/buf.h"
#include "base/error.h"
#include <stdbool.h>
#include <stddef.h>

enum sms_grade { SMS_GRADE_OBSERVATION, SMS_GRADE_MINOR, SMS_GRADE_MAJOR };
const char *sms_grade_name(enum sms_grade grade); /* "observation", "minor", "major" */
/* Adds how many there are of a grade, for people: "2 major", "1 observation", "3 observations". */
void sms_grade_add_count(struct sms_buf *out, enum sms_grade grade, size_t count);
bool sms_grade_parse(const char *name, enum sms_grade *out);

struct sms_finding {
	enum sms_grade grade;
	char *rule;            /* stable id: `schema`, `link`, `form` …; of an audit `8.6.1-h` */
	char *record;          /* id, or NULL */
	char *file;            /* path in the repository, or NULL */
	char *commit;          /* id of the commit that did it, or NULL */
	unsigned line, column; /* from 1; 0: not known */
	char *pointer;         /* JSON Pointer of the member, or NULL */
	char *keyword;         /* JSON Pointer of the schema's keyword that it fails, or NULL */
	char *message;         /* a sentence without a full stop */
	char *fix;             /* the command that mends it, or NULL */
	char *waiver;          /* why it does not count for now, or NULL */
};

struct sms_finding_list {
	struct sms_finding *items;
	size_t count, capacity;
};

/* Adds an empty finding, whose texts the list owns. Valid until the next one is added. */
struct sms_finding *sms_finding_add(struct sms_finding_list *list, enum sms_grade grade, const char *rule);
/* Adds a copy. */
void sms_finding_add_copy(struct sms_finding_list *list, const struct sms_finding *finding);
/* Sets line, column and message from the text of an error about a file, `path:line:column: why` or `path: why`. */
void sms_finding_set_error(struct sms_finding *finding, const char *path, const char *error);
/* By file, line, column, rule. */
void sms_finding_sort(struct sms_finding_list *list);
/* Moves the items of `from` behind those of `into`. */
void sms_finding_join(struct sms_finding_list *into, struct sms_finding_list *from);
void sms_finding_list_release(struct sms_finding_list *list);
SMS_AUTO_STRUCT(finding_list, struct sms_finding_list, sms_finding_list_release);

#endif
