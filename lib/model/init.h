/* A new SMS repository: settings, first people and roles, attributes; from the data in schemas/templates/init.json:
 *   { "schema": "sms/init/1",
 *     "files": [ { "path": ".gitattributes", "text": "…" } ],
 *     "records": [ { "type", "id", "content": { … } } ] }
 * Strings `@me-name`, `@me-email`, `@me-id`, `@today`, `@now`, `@organization` in content are filled in. */
#ifndef SMS_MODEL_INIT_H
#define SMS_MODEL_INIT_H

#include "wrap/git/git.h"

struct sms_init {
	const char *directory; /* made where it is not there; the git repository there is joined */
	const char *organization;
	const char *language; /* as BCP 47 */
	bool bare;
	bool dry_run;
};

/* Makes it in one commit; `records` (may be NULL) gets the ids made. Errors INPUT: there is an SMS already, no
 * identity (nothing was made then). */
struct sms_error *sms_init(const struct sms_init *init, struct sms_list *records) SMS_CHECKED;

#endif
