/* What the history proves: see integrity.h. */
#include "work/audit/integrity.h"
#include "work/verify/verify.h"
#include <string.h>

void sms_audit_integrity_free(struct sms_audit_integrity *integrity)
{
	if (!integrity)
		return;
	sms_finding_list_release(&integrity->findings);
	free(integrity->breaches);
	free(integrity);
}

/* Moves the findings of one code and grade; a code that has both is one breach. */
static size_t take(struct sms_finding_list *into, struct sms_finding_list *from, const char *rule, bool observations)
{
	size_t count = 0;
	for (size_t i = 0; i < from->count; i++) {
		struct sms_finding *finding = &from->items[i];
		if (!finding->rule || strcmp(finding->rule, rule) != 0 ||
		    (finding->grade == SMS_GRADE_OBSERVATION) != observations)
			continue;
		sms_grow(into->items, into->count, into->capacity);
		into->items[into->count++] = *finding;
		*finding = (struct sms_finding){0};
		count++;
	}
	return count;
}

/* The codes of which the gravest finding is an observation, or is none. */
static void gather(struct sms_audit_integrity *out, struct sms_finding_list *findings, bool observations)
{
	for (const struct sms_rule *rule = sms_verify_rules; rule->id; rule++) {
		size_t first = out->findings.count;
		size_t count = take(&out->findings, findings, rule->id, observations);
		if (count && !observations)
			count += take(&out->findings, findings, rule->id, true);
		if (!count)
			continue;
		out->breaches = sms_realloc(out->breaches, out->breach_count + 1, sizeof *out->breaches);
		out->breaches[out->breach_count++] =
			(struct sms_audit_breach){rule, out->findings.items[first].grade, first, count};
	}
}

struct sms_error *sms_audit_verify(struct sms_audit *audit, const char *path, const char *at,
				   const struct sms_progress *progress)
{
	sms_auto(verify_result) struct sms_verify_result result = {0};
	const struct sms_verify_options options = {.at = at, .now = audit->now, .progress = progress};
	SMS_TRY(sms_verify(&result, path, &options));
	struct sms_audit_integrity *out = sms_alloc(1, sizeof *out);
	out->status = sms_verify_status(&result.findings, false);
	out->commits = result.commits;
	gather(out, &result.findings, false);
	gather(out, &result.findings, true);
	for (size_t i = 0; i < out->breach_count; i++)
		if (!out->breaches[i].rule->unjudged)
			audit->grades[out->breaches[i].grade]++;
	sms_audit_integrity_free(audit->integrity);
	audit->integrity = out;
	return NULL;
}

const char *sms_audit_integrity_verdict(const struct sms_audit_integrity *integrity)
{
	return integrity->status == SMS_OK ? "proven" : integrity->status == SMS_UNJUDGED ? "incomplete" : "not-proven";
}

void sms_audit_add_integrity(struct sms_buf *out, const struct sms_audit *audit)
{
	const struct sms_audit_integrity *integrity = audit->integrity;
	size_t grades[SMS_GRADE_MAJOR + 1] = {0}, unjudged = 0;
	if (!integrity) {
		sms_buf_add_text(out, "not looked at");
		return;
	}
	for (size_t i = 0; i < integrity->breach_count; i++)
		if (integrity->breaches[i].rule->unjudged)
			unjudged++;
		else
			grades[integrity->breaches[i].grade]++;
	sms_buf_add_format(out, "%s by %zu commit%s",
			   integrity->status == SMS_OK         ? "proven"
			   : integrity->status == SMS_UNJUDGED ? "cannot be said"
							       : "not proven",
			   integrity->commits, integrity->commits == 1 ? "" : "s");
	for (size_t grade = SMS_GRADE_MAJOR + 1; grade-- > 0;)
		if (grades[grade]) {
			sms_buf_add_text(out, ", ");
			sms_grade_add_count(out, (enum sms_grade)grade, grades[grade]);
		}
	if (unjudged)
		sms_buf_add_format(out, ", %zu that hide%s something", unjudged, unjudged == 1 ? "s" : "");
}
