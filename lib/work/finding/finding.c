/* Lists of findings: see finding.h. */
#include "work/finding/finding.h"
#include <stdio.h>
#include <string.h>

static const char *const grades[] = {"observation", "minor", "major"};

const char *sms_grade_name(enum sms_grade grade)
{
	return grades[grade];
}

void sms_grade_add_count(struct sms_buf *out, enum sms_grade grade, size_t count)
{
	bool is_noun = grade == SMS_GRADE_OBSERVATION;
	sms_buf_add_format(out, "%zu %s%s", count, grades[grade], is_noun && count != 1 ? "s" : "");
}

bool sms_grade_parse(const char *name, enum sms_grade *out)
{
	for (size_t i = 0; i < SMS_COUNT(grades); i++)
		if (!strcmp(grades[i], name)) {
			*out = (enum sms_grade)i;
			return true;
		}
	return false;
}

struct sms_finding *sms_finding_add(struct sms_finding_list *list, enum sms_grade grade, const char *rule)
{
	sms_grow(list->items, list->count, list->capacity);
	struct sms_finding *finding = &list->items[list->count++];
	*finding = (struct sms_finding){.grade = grade, .rule = sms_strdup(rule)};
	return finding;
}

void sms_finding_add_copy(struct sms_finding_list *list, const struct sms_finding *finding)
{
	struct sms_finding *copy = sms_finding_add(list, finding->grade, finding->rule);
	copy->record = sms_strdup(finding->record);
	copy->file = sms_strdup(finding->file);
	copy->commit = sms_strdup(finding->commit);
	copy->line = finding->line;
	copy->column = finding->column;
	copy->pointer = sms_strdup(finding->pointer);
	copy->keyword = sms_strdup(finding->keyword);
	copy->message = sms_strdup(finding->message);
	copy->fix = sms_strdup(finding->fix);
	copy->waiver = sms_strdup(finding->waiver);
}

void sms_finding_set_error(struct sms_finding *finding, const char *path, const char *error)
{
	size_t length = strlen(path);
	if (!strncmp(error, path, length) && error[length] == ':') {
		int used = 0;
		error += length;
		if (sscanf(error, ":%u:%u: %n", &finding->line, &finding->column, &used) == 2)
			error += used;
		else
			error += 2;
	}
	finding->message = sms_strdup(error);
}

static int compare_texts(const char *a, const char *b)
{
	return strcmp(a ? a : "", b ? b : "");
}

static int compare(const void *a, const void *b)
{
	const struct sms_finding *x = a, *y = b;
	int result = compare_texts(x->file, y->file);
	if (!result && x->line != y->line)
		result = x->line < y->line ? -1 : 1;
	if (!result && x->column != y->column)
		result = x->column < y->column ? -1 : 1;
	if (!result)
		result = compare_texts(x->rule, y->rule);
	return result ? result : compare_texts(x->message, y->message);
}

void sms_finding_sort(struct sms_finding_list *list)
{
	if (list->count)
		qsort(list->items, list->count, sizeof *list->items, compare);
}

void sms_finding_join(struct sms_finding_list *into, struct sms_finding_list *from)
{
	for (size_t i = 0; i < from->count; i++) {
		sms_grow(into->items, into->count, into->capacity);
		into->items[into->count++] = from->items[i];
	}
	free(from->items);
	*from = (struct sms_finding_list){0};
}

void sms_finding_list_release(struct sms_finding_list *list)
{
	for (size_t i = 0; i < list->count; i++) {
		struct sms_finding *finding = &list->items[i];
		free(finding->rule);
		free(finding->record);
		free(finding->file);
		free(finding->commit);
		free(finding->pointer);
		free(finding->keyword);
		free(finding->message);
		free(finding->fix);
		free(finding->waiver);
	}
	free(list->items);
}
