/* See findings.h. */
#include "print/findings.h"
#include <time.h>

void findings_print_words(struct context *context, const struct sms_finding *finding)
{
	output_paragraph(context, finding->message, 4);
	if (finding->fix)
		output_format(context, TONE_GOOD, "    %s\n", finding->fix);
}

bool findings_print_run(struct context *context, const struct sms_finding_run *run)
{
	sms_auto(buf) struct sms_buf out = SMS_BUF_INIT;
	if (context->format == FORMAT_SARIF)
		sms_findings_sarif(&out, run);
	else if (context->format == FORMAT_JUNIT)
		sms_findings_junit(&out, run);
	else
		return false;
	output_bytes(context, sms_buf_text(&out), out.length);
	return true;
}

int64_t findings_clock(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}
