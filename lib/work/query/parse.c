/* Reading expressions: words, operators, and the tree they make. See query.h. */
#include "base/utf8.h"
#include "work/query/private.h"
#include <string.h>
#include <strings.h>

#define DEPTH 64 /* of parentheses and `not` */

enum token_kind { TOKEN_END, TOKEN_WORD, TOKEN_QUOTED, TOKEN_OPERATOR, TOKEN_OPEN, TOKEN_CLOSE };

struct token {
	enum token_kind kind;
	enum query_operator op;
	const char *start; /* of a quoted text: behind the quote */
	size_t length;
	const char *place;
};

struct parser {
	const char *text, *at;
	struct token token;
	const struct sms_type *type;
	sms_time now;
	unsigned depth;
};

static struct sms_error *located(struct sms_error *error, const struct parser *parser, const char *place)
{
	size_t column = sms_utf8_count(parser->text, (size_t)(place - parser->text)) + 1;
	return sms_error_wrap(error, "expression '%s', column %zu", parser->text, column);
}

static bool is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static bool read_operator(struct parser *parser)
{
	static const struct {
		const char *text;
		enum query_operator op;
	} operators[] = {{"!=", QUERY_NOT_EQUAL},     {"!~", QUERY_NO_MATCH}, {"<=", QUERY_LESS_EQUAL},
			 {">=", QUERY_GREATER_EQUAL}, {"=", QUERY_EQUAL},     {"<", QUERY_LESS},
			 {">", QUERY_GREATER},        {"~", QUERY_MATCH}};
	for (size_t i = 0; i < SMS_COUNT(operators); i++) {
		size_t length = strlen(operators[i].text);
		if (strncmp(parser->at, operators[i].text, length) != 0)
			continue;
		parser->token.kind = TOKEN_OPERATOR;
		parser->token.op = operators[i].op;
		parser->at += length;
		return true;
	}
	return false;
}

static struct sms_error *read_quoted(struct parser *parser)
{
	char quote = *parser->at;
	const char *end = parser->at + 1;
	while (*end && *end != quote)
		end += *end == '\\' && end[1] ? 2 : 1;
	if (!*end)
		return located(sms_error(SMS_INPUT, "quote is not closed"), parser, parser->at);
	parser->token.kind = TOKEN_QUOTED;
	parser->token.start = parser->at + 1;
	parser->token.length = (size_t)(end - parser->token.start);
	parser->at = end + 1;
	return NULL;
}

static struct sms_error *next(struct parser *parser)
{
	while (is_space(*parser->at))
		parser->at++;
	const char *at = parser->at;
	parser->token = (struct token){.place = at, .start = at};
	if (!*at)
		return NULL;
	if (*at == '(' || *at == ')') {
		parser->token.kind = *at == '(' ? TOKEN_OPEN : TOKEN_CLOSE;
		parser->at++;
		return NULL;
	}
	if (*at == '"' || *at == '\'')
		return read_quoted(parser);
	if (read_operator(parser))
		return NULL;
	parser->token.kind = TOKEN_WORD;
	parser->token.length = strcspn(at, " \t\n\r()=!<>~\"'");
	if (!parser->token.length) /* a `!` alone */
		return located(sms_error(SMS_INPUT, "'%c' is no operator", *at), parser, at);
	parser->at += parser->token.length;
	return NULL;
}

static bool is_keyword(const struct parser *parser, const char *keyword)
{
	const struct token *token = &parser->token;
	return token->kind == TOKEN_WORD && token->length == strlen(keyword) &&
	       !strncasecmp(token->start, keyword, token->length);
}

static bool is_any_keyword(const struct parser *parser)
{
	return is_keyword(parser, "and") || is_keyword(parser, "or") || is_keyword(parser, "not");
}

static struct sms_error *expected(const struct parser *parser, const char *what)
{
	struct sms_error *error = parser->token.kind == TOKEN_END
					  ? sms_error(SMS_INPUT, "it ends where %s is expected", what)
					  : sms_error(SMS_INPUT, "%s is expected", what);
	error = located(error, parser, parser->token.place);
	return sms_error_hint(error, "FIELD = != < <= > >= ~ !~ VALUE, joined by and, or, not, ( )");
}

/* `\"` is a quote and `\\` a backslash; in a pattern other backslashes are the pattern's, and so is `\\`. */
static char *unquote(const struct token *token, bool pattern)
{
	struct sms_buf out = SMS_BUF_INIT;
	if (token->kind == TOKEN_WORD)
		return sms_copy(token->start, token->length);
	for (size_t i = 0; i < token->length; i++) {
		char c = token->start[i], escaped = c == '\\' && i + 1 < token->length ? token->start[i + 1] : 0;
		if (escaped == '"' || escaped == '\'' || (escaped == '\\' && !pattern)) {
			c = escaped;
			i++;
		} else if (escaped == '\\') {
			sms_buf_add_char(&out, c);
			i++;
		}
		sms_buf_add_char(&out, c);
	}
	return sms_buf_take(&out);
}

static struct query_node *new_node(enum query_node_kind kind, struct query_node *left, struct query_node *right)
{
	struct query_node *node = sms_alloc(1, sizeof *node);
	node->kind = kind;
	node->left = left;
	node->right = right;
	return node;
}

static struct sms_error *read_test(struct parser *parser, struct query_node **out)
{
	if (parser->token.kind != TOKEN_WORD || is_any_keyword(parser))
		return expected(parser, "a field");
	const char *field_place = parser->token.place, *value_place = NULL;
	sms_auto(string) char *path = sms_copy(parser->token.start, parser->token.length);
	sms_auto(string) char *value = NULL;
	enum query_operator op = QUERY_THERE;
	SMS_TRY(next(parser));
	if (parser->token.kind == TOKEN_OPERATOR) {
		op = parser->token.op;
		SMS_TRY(next(parser));
		bool quoted = parser->token.kind == TOKEN_QUOTED;
		if (!quoted && (parser->token.kind != TOKEN_WORD || is_any_keyword(parser)))
			return expected(parser, "a value");
		value_place = parser->token.place;
		value = unquote(&parser->token, op == QUERY_MATCH || op == QUERY_NO_MATCH);
		SMS_TRY(next(parser));
	}
	sms_auto(query_node) struct query_node *node = new_node(QUERY_TEST, NULL, NULL);
	bool at_value = false;
	struct sms_error *error =
		query_test_prepare(&node->test, parser->type, path, op, value, parser->now, &at_value);
	if (error)
		return located(error, parser, at_value ? value_place : field_place);
	*out = sms_move(&node);
	return NULL;
}

static struct sms_error *read_or(struct parser *parser, struct query_node **out);

static struct sms_error *read_factor(struct parser *parser, struct query_node **out)
{
	bool negates = is_keyword(parser, "not");
	if (!negates && parser->token.kind != TOKEN_OPEN)
		return read_test(parser, out);
	if (++parser->depth > DEPTH)
		return located(sms_error(SMS_INPUT, "nested more than %d deep", DEPTH), parser, parser->token.place);
	SMS_TRY(next(parser));
	sms_auto(query_node) struct query_node *inner = NULL;
	SMS_TRY(negates ? read_factor(parser, &inner) : read_or(parser, &inner));
	parser->depth--;
	if (!negates) {
		if (parser->token.kind != TOKEN_CLOSE)
			return expected(parser, "')'");
		SMS_TRY(next(parser));
	}
	*out = negates ? new_node(QUERY_NOT, sms_move(&inner), NULL) : sms_move(&inner);
	return NULL;
}

static struct sms_error *read_and(struct parser *parser, struct query_node **out)
{
	sms_auto(query_node) struct query_node *left = NULL;
	SMS_TRY(read_factor(parser, &left));
	while (is_keyword(parser, "and")) {
		struct query_node *right = NULL;
		SMS_TRY(next(parser));
		SMS_TRY(read_factor(parser, &right));
		left = new_node(QUERY_AND, left, right);
	}
	*out = sms_move(&left);
	return NULL;
}

static struct sms_error *read_or(struct parser *parser, struct query_node **out)
{
	sms_auto(query_node) struct query_node *left = NULL;
	SMS_TRY(read_and(parser, &left));
	while (is_keyword(parser, "or")) {
		struct query_node *right = NULL;
		SMS_TRY(next(parser));
		SMS_TRY(read_and(parser, &right));
		left = new_node(QUERY_OR, left, right);
	}
	*out = sms_move(&left);
	return NULL;
}

struct sms_error *sms_query_new(struct sms_query **out, const char *text, const struct sms_type *type, sms_time now)
{
	struct parser parser = {.text = text, .at = text, .type = type, .now = now};
	sms_auto(query) struct sms_query *query = sms_alloc(1, sizeof *query);
	size_t length = strlen(text);
	if (sms_utf8_valid(text, length) != length)
		return sms_error(SMS_INPUT, "the expression is not UTF-8");
	SMS_TRY(next(&parser));
	if (parser.token.kind != TOKEN_END)
		SMS_TRY(read_or(&parser, &query->root));
	if (parser.token.kind != TOKEN_END)
		return expected(&parser, "'and', 'or' or the end");
	*out = sms_move(&query);
	return NULL;
}

void query_node_free(struct query_node *node)
{
	if (!node)
		return;
	query_node_free(node->left);
	query_node_free(node->right);
	sms_list_release(&node->test.steps);
	sms_list_release(&node->test.names);
	sms_regex_free(node->test.regex);
	free(node->test.value.text);
	free(node);
}

void sms_query_free(struct sms_query *query)
{
	if (query)
		query_node_free(query->root);
	free(query);
}
