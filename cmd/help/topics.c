/* Manual pages that are no command's: see help.h. To add one, write its topic and list it here and in man/meson.build. */
#include "help/help.h"
#include <string.h>

static const struct topic *const topics[] = {&topic_rule, &topic_type, &topic_security, &topic_types};

/* "type", "sms-type" and "sms-type(5)" are one; a command of that name was tried before. */
static bool is_called(const struct topic *topic, const char *name)
{
	const char *brief = topic->name + strlen("sms-");
	sms_auto(string) char *whole = sms_format("%s(%d)", topic->name, topic->section);
	return !strcmp(name, topic->name) || !strcmp(name, brief) || !strcmp(name, whole);
}

const struct topic *topic_find(const char *name)
{
	for (size_t i = 0; i < SMS_COUNT(topics); i++)
		if (is_called(topics[i], name))
			return topics[i];
	return NULL;
}

struct sms_error *topic_write(const struct page_writer *writer, void *into, const struct topic *topic)
{
	writer->title(into, topic->name, topic->section, topic->summary);
	SMS_TRY(topic->write(writer, into));
	writer->heading(into, "SEE ALSO", false);
	writer->paragraph(into, topic->see_also);
	return NULL;
}
