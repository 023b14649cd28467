/* Expressions against records, and the order of values. See query.h. */
#include "work/query/private.h"
#include "wrap/text.h"
#include <string.h>
#include <strings.h>

/* --- Order. --- */

static bool is_ascii(const char *text)
{
	while (*text && !(*text & 0x80))
		text++;
	return !*text;
}

int query_compare_text(const char *a, const char *b)
{
	if (is_ascii(a) && is_ascii(b))
		return strcasecmp(a, b);
	sms_auto(buf) struct sms_buf left = SMS_BUF_INIT, right = SMS_BUF_INIT;
	sms_text_add_folded(&left, a);
	sms_text_add_folded(&right, b);
	return strcmp(sms_buf_text(&left), sms_buf_text(&right));
}

bool query_read_time(const char *text, sms_time *out)
{
	struct sms_error *error = NULL;
	if (strlen(text) != 10)
		return sms_time_parse(text, out);
	if (text[4] != '-' || text[7] != '-')
		return false;
	error = sms_time_parse_loose(text, 0, false, out);
	sms_error_free(error);
	return !error;
}

#define ORDER(a, b) (((a) > (b)) - ((a) < (b)))

static long rank_of(const sms_json *values, const sms_json *value)
{
	long rank = 0;
	sms_json_each(one, values) {
		if (sms_json_equal(one, value))
			return rank;
		rank++;
	}
	return rank;
}

int sms_value_compare(const struct sms_field *field, const sms_json *a, const sms_json *b)
{
	const char *left = sms_json_text(a), *right = sms_json_text(b);
	sms_time at_left, at_right;
	bool no_left = !a || sms_json_is(a, SMS_JSON_NULL), no_right = !b || sms_json_is(b, SMS_JSON_NULL);
	if (no_left || no_right)
		return no_left - no_right;
	if (field && field->values) {
		long rank_left = rank_of(field->values, a), rank_right = rank_of(field->values, b);
		if (rank_left != rank_right)
			return ORDER(rank_left, rank_right);
	}
	if (sms_json_is(a, SMS_JSON_NUMBER) && sms_json_is(b, SMS_JSON_NUMBER))
		return ORDER(sms_json_number(a), sms_json_number(b));
	if (sms_json_is(a, SMS_JSON_OBJECT) && sms_json_is(b, SMS_JSON_OBJECT) && sms_json_get(a, "at") &&
	    sms_json_get(b, "at"))
		return sms_value_compare(NULL, sms_json_get(a, "at"), sms_json_get(b, "at"));
	if (left && right && query_read_time(left, &at_left) && query_read_time(right, &at_right))
		return ORDER(at_left, at_right);
	if (left && right)
		return query_compare_text(left, right);
	sms_auto(buf) struct sms_buf text_left = SMS_BUF_INIT, text_right = SMS_BUF_INIT;
	sms_value_add_text(&text_left, a);
	sms_value_add_text(&text_right, b);
	return query_compare_text(sms_buf_text(&text_left), sms_buf_text(&text_right));
}

/* --- One value against a test. --- */

/* -1, 0, 1, or OTHER for what cannot be compared. */
#define OTHER 2

static int compare_time(const struct query_value *value, const sms_json *json)
{
	sms_time at;
	const char *text = sms_json_text(json);
	if (!text || !query_read_time(text, &at))
		return OTHER;
	return at < value->first ? -1 : at > value->last ? 1 : 0;
}

static int compare_rank(const struct query_test *test, const sms_json *json)
{
	char scratch[32];
	const char *text = sms_json_text(json) ? sms_json_text(json) : sms_json_number_text(json, scratch);
	for (size_t i = 0; i < test->names.count; i++)
		if (!strcasecmp(test->names.items[i], text))
			return ORDER((long)i, test->value.rank);
	return OTHER;
}

static int compare_as_text(const struct query_value *value, const sms_json *json)
{
	sms_auto(buf) struct sms_buf text = SMS_BUF_INIT;
	if (sms_json_text(json))
		return ORDER(query_compare_text(sms_json_text(json), value->text), 0);
	sms_value_add_text(&text, json);
	return ORDER(query_compare_text(sms_buf_text(&text), value->text), 0);
}

static int compare_any(const struct query_value *value, const sms_json *json)
{
	const sms_json *at = sms_json_get(json, "at");
	if (sms_json_is(json, SMS_JSON_OBJECT) && at)
		return compare_any(value, at);
	if (sms_json_is(json, SMS_JSON_NUMBER) && value->is_number)
		return ORDER(sms_json_number(json), value->number);
	if (sms_json_is(json, SMS_JSON_BOOLEAN))
		return ORDER(sms_json_true(json), value->boolean);
	int order = value->is_time ? compare_time(value, json) : OTHER;
	return order == OTHER ? compare_as_text(value, json) : order;
}

static int compare(const struct query_test *test, const sms_json *json)
{
	const struct query_value *value = &test->value;
	switch (value->kind) {
	case QUERY_AS_RANK:
		return compare_rank(test, json);
	case QUERY_AS_NUMBER:
		return sms_json_is(json, SMS_JSON_NUMBER) ? ORDER(sms_json_number(json), value->number) : OTHER;
	case QUERY_AS_BOOLEAN:
		return sms_json_is(json, SMS_JSON_BOOLEAN) ? ORDER(sms_json_true(json), value->boolean) : OTHER;
	case QUERY_AS_TIME:
		return compare_time(value, json);
	case QUERY_AS_VALUES:
		return compare_any(value, json);
	case QUERY_AS_TEXT:
		break;
	}
	return compare_as_text(value, json);
}

static bool is_there(const sms_json *json)
{
	switch (sms_json_kind(json)) {
	case SMS_JSON_NULL:
		return false;
	case SMS_JSON_BOOLEAN:
		return sms_json_true(json);
	case SMS_JSON_NUMBER:
		return true;
	case SMS_JSON_STRING:
		return *sms_json_text(json);
	case SMS_JSON_ARRAY:
	case SMS_JSON_OBJECT:
		break;
	}
	return sms_json_count(json) > 0;
}

static struct sms_error *matches_pattern(const struct query_test *test, const sms_json *json, bool *out)
{
	sms_auto(buf) struct sms_buf text = SMS_BUF_INIT;
	sms_value_add_text(&text, json);
	return sms_regex_match(out, test->regex, sms_buf_text(&text), text.length, NULL, NULL);
}

/* Does the test, or for != and !~ its opposite, hold for this value? */
static struct sms_error *holds_for(const struct query_test *test, const sms_json *json, bool *out)
{
	int order = test->op == QUERY_THERE || test->regex ? OTHER : compare(test, json);
	switch (test->op) {
	case QUERY_THERE:
		*out = is_there(json);
		return NULL;
	case QUERY_MATCH:
	case QUERY_NO_MATCH:
		return matches_pattern(test, json, out);
	case QUERY_EQUAL:
	case QUERY_NOT_EQUAL:
		*out = order == 0;
		return NULL;
	case QUERY_LESS:
		*out = order == -1;
		return NULL;
	case QUERY_LESS_EQUAL:
		*out = order <= 0;
		return NULL;
	case QUERY_GREATER:
		*out = order == 1;
		return NULL;
	case QUERY_GREATER_EQUAL:
		*out = order == 0 || order == 1;
		return NULL;
	}
	return NULL;
}

/* --- Along the path, through lists: does it hold for any value? --- */

static struct sms_error *any_holds(const struct query_test *test, const sms_json *json, size_t step, bool *out);

static struct sms_error *any_element_holds(const struct query_test *test, const sms_json *array, size_t step, bool *out)
{
	const char *name = step < test->steps.count ? test->steps.items[step] : "";
	if (*name && !name[strspn(name, "0123456789")])
		return any_holds(test, sms_json_at(array, strtoul(name, NULL, 10)), step + 1, out);
	sms_json_each(element, array) {
		SMS_TRY(any_holds(test, element, step, out));
		if (*out)
			break;
	}
	return NULL;
}

static struct sms_error *any_holds(const struct query_test *test, const sms_json *json, size_t step, bool *out)
{
	*out = false;
	if (!json || sms_json_is(json, SMS_JSON_NULL))
		return NULL;
	if (sms_json_is(json, SMS_JSON_ARRAY))
		return any_element_holds(test, json, step, out);
	if (step == test->steps.count)
		return holds_for(test, json, out);
	return any_holds(test, sms_json_get(json, test->steps.items[step]), step + 1, out);
}

static struct sms_error *node_holds(const struct query_node *node, const sms_json *record, bool *out)
{
	switch (node->kind) {
	case QUERY_TEST:
		SMS_TRY(any_holds(&node->test, record, 0, out));
		if (node->test.op == QUERY_NOT_EQUAL || node->test.op == QUERY_NO_MATCH)
			*out = !*out;
		return NULL;
	case QUERY_NOT:
		SMS_TRY(node_holds(node->left, record, out));
		*out = !*out;
		return NULL;
	case QUERY_AND:
	case QUERY_OR:
		break;
	}
	SMS_TRY(node_holds(node->left, record, out));
	if (*out == (node->kind == QUERY_OR))
		return NULL;
	return node_holds(node->right, record, out);
}

struct sms_error *sms_query_matches(const struct sms_query *query, const sms_json *record, bool *out)
{
	*out = true;
	return query->root ? node_holds(query->root, record, out) : NULL;
}
