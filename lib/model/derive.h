/* Members that follow from others by a rule of the type, x-sms.derive (type.h): computed, and said in words. Writing
 * them into a record is sms_record_derive's. */
#ifndef SMS_MODEL_DERIVE_H
#define SMS_MODEL_DERIVE_H

#include "base/list.h"
#include "model/settings/settings.h"
#include "model/type/type.h"

/* What the rule for the member at `path` gives for `json`; the caller's. NULL where there is no rule, or a member that
 * it needs is missing or unfit. `settings` may be NULL: then there are none to look into. */
sms_json *sms_derive(const struct sms_type *type, const char *path, const sms_json *json,
		     struct sms_settings *settings) SMS_CHECKED;
/* Where the member at `path` is what its rule gives: appends what it follows from, as "impact high, urgency medium,
 * by priority_matrix", and answers true. False where it was set by hand, and where there is no rule. */
bool sms_derive_explain(struct sms_buf *out, const struct sms_type *type, const char *path, const sms_json *json,
			struct sms_settings *settings);
/* Adds the paths of the members (in whatever record) that the member at `path` follows from; none without a rule. */
void sms_derive_sources(const struct sms_type *type, const char *path, struct sms_list *out);

#endif
