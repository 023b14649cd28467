/* What follows from approvals, by name. See fields.h. */
#include "model/approval/fields.h"
#include <string.h>

static void add_approvers(struct sms_buf *out, const struct sms_approval *approval)
{
	sms_list_join(out, &approval->approvers, ", ");
}

static void add_day(struct sms_buf *out, sms_time at)
{
	char text[SMS_TIME_SIZE];
	if (at == SMS_TIME_NONE)
		return;
	sms_time_format(at, text);
	sms_buf_add(out, text, strlen("2026-11-22"));
}

static void add_since(struct sms_buf *out, const struct sms_approval *approval)
{
	add_day(out, approval->approved_at);
}

static void add_until(struct sms_buf *out, const struct sms_approval *approval)
{
	add_day(out, approval->expires_at);
}

static const struct field {
	const char *name, *title;
	void (*add)(struct sms_buf *out, const struct sms_approval *approval);
} fields[] = {{"approval", "Approval", sms_approval_describe},
	      {"approval.by", "Approved by", add_approvers},
	      {"approval.at", "Approved", add_since},
	      {"approval.until", "Holds until", add_until}};

static const struct field *find(const char *name)
{
	for (size_t i = 0; i < SMS_COUNT(fields); i++)
		if (!strcmp(fields[i].name, name))
			return &fields[i];
	return NULL;
}

const char *sms_approval_field_at(size_t index)
{
	return index < SMS_COUNT(fields) ? fields[index].name : NULL;
}

const char *sms_approval_field_title(const char *name)
{
	const struct field *field = find(name);
	return field ? field->title : NULL;
}

void sms_approval_field_add(struct sms_buf *out, const struct sms_approval *approval, const char *name)
{
	const struct field *field = find(name);
	if (field)
		field->add(out, approval);
}
