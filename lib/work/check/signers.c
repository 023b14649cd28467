/* Lines of allowed_signers that count for nothing. See check.h. */
#include "model/approval/signers.h"
#include "work/check/private.h"

struct sms_error *sms_check_signers(struct sms_check_run *run, struct sms_finding_list *findings)
{
	sms_auto(signers) struct sms_signers signers = {0};
	const struct sms_people *people = NULL;
	if (!sms_check_wants(run, SMS_SIGNERS_PATH))
		return NULL;
	SMS_TRY(sms_store_people(run->store, &people));
	SMS_TRY(sms_signers_load(&signers, run->store->snapshot, people));
	for (size_t i = 0; i < signers.count; i++) {
		const struct sms_signer *signer = &signers.items[i];
		if (!signer->fault)
			continue;
		struct sms_finding *finding = sms_finding_add(findings, SMS_GRADE_MINOR, "signers");
		finding->file = sms_strdup(SMS_SIGNERS_PATH);
		finding->line = (unsigned)signer->line;
		finding->column = 1;
		finding->message = sms_format("the line counts for nothing: %s", signer->fault);
		finding->fix = sms_strdup("sms key list");
	}
	return NULL;
}
