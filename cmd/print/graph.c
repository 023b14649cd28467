/* A graph of records, printed: see graph.h. */
#include "print/graph.h"
#include "output.h"
#include "wrap/text.h"
#include <string.h>
#include <strings.h>

/* --- A tree: every link once, every record in full once, at the end of its shortest way. --- */

struct tree {
	struct context *context;
	const struct sms_graph *graph;
	const struct signs *signs;
	bool *shown;    /* a node: in full */
	bool *told;     /* an edge */
	bool *searched; /* a node: in the search for a circle */
	struct sms_buf indent;
};

static const struct signs {
	const char *branch, *last, *line, *gap, *to, *from;
} drawn = {"├─ ", "└─ ", "│  ", "   ", "→", "←"}, plain = {"|- ", "`- ", "|  ", "   ", "->", "<-"};

/* What the terminal shows, as the locale says. */
static const struct signs *choose_signs(void)
{
	static const char *const names[] = {"LC_ALL", "LC_CTYPE", "LANG"};
	for (size_t i = 0; i < SMS_COUNT(names); i++) {
		const char *value = getenv(names[i]);
		if (value && *value)
			return strcasestr(value, "utf-8") || strcasestr(value, "utf8") ? &drawn : &plain;
	}
	return &plain;
}

static bool reaches(const struct tree *tree, size_t from, size_t to)
{
	if (from == to)
		return true;
	tree->searched[from] = true;
	for (size_t i = 0; i < tree->graph->edge_count; i++) {
		const struct sms_graph_edge *edge = &tree->graph->edges[i];
		if (edge->from == from && !tree->searched[edge->to] && reaches(tree, edge->to, to))
			return true;
	}
	return false;
}

/* Why a record is not shown in full here. */
static const char *remark(const struct tree *tree, const struct sms_graph_edge *edge, size_t other)
{
	memset(tree->searched, 0, tree->graph->node_count * sizeof *tree->searched);
	if (reaches(tree, edge->to, edge->from))
		return " (a circle)";
	return tree->shown[other] ? " (above)" : " (below)";
}

static void print_line(struct tree *tree, const struct sms_graph_node *node, const char *head, const char *tail)
{
	sms_auto(buf) struct sms_buf line = SMS_BUF_INIT, fitting = SMS_BUF_INIT;
	sms_buf_add_format(&line, "%s%s%s%s", sms_buf_text(&tree->indent), head, node->id, tail);
	if (node->missing)
		sms_buf_add_text(&line, " (not there)");
	else if (!*tail)
		sms_buf_add_format(&line, "  %s  %s", node->state, node->title);
	sms_text_add_column(&fitting, sms_buf_text(&line), tree->context->width, false);
	bool over = node->type && sms_type_is_final(node->type, node->state);
	output_format(tree->context,
		      node->missing ? TONE_BAD
		      : over        ? TONE_DIM
				    : TONE_PLAIN,
		      "%s\n", sms_buf_text(&fitting));
}

static void print_below(struct tree *tree, size_t at);

static void print_branch(struct tree *tree, size_t at, size_t number, bool last)
{
	const struct sms_graph *graph = tree->graph;
	const struct sms_graph_edge *edge = &graph->edges[number];
	bool out = edge->from == at;
	size_t other = out ? edge->to : edge->from, length = tree->indent.length;
	bool in_full = !tree->shown[other] && graph->nodes[other].depth == graph->nodes[at].depth + 1;
	sms_auto(string) char *head = sms_format("%s%s %s ", last ? tree->signs->last : tree->signs->branch,
						 out ? tree->signs->to : tree->signs->from, edge->relation);
	print_line(tree, &graph->nodes[other], head, in_full ? "" : remark(tree, edge, other));
	if (!in_full)
		return;
	sms_buf_add_text(&tree->indent, last ? tree->signs->gap : tree->signs->line);
	print_below(tree, other);
	sms_buf_truncate(&tree->indent, length);
}

/* A record's own links first, so that what is below it tells only others. What belongs to a person or role is told by
 * what belongs to it. */
static void print_below(struct tree *tree, size_t at)
{
	const struct sms_graph_node *node = &tree->graph->nodes[at];
	bool is_leaf = at && node->type && sms_json_get(node->type->about, "people");
	size_t *branches = sms_alloc(tree->graph->edge_count, sizeof *branches), count = 0;
	tree->shown[at] = true;
	for (size_t i = 0; i < tree->graph->edge_count; i++) {
		const struct sms_graph_edge *edge = &tree->graph->edges[i];
		if (is_leaf || tree->told[i] || (edge->from != at && edge->to != at))
			continue;
		tree->told[i] = true;
		branches[count++] = i;
	}
	for (size_t i = 0; i < count; i++)
		print_branch(tree, at, branches[i], i + 1 == count && !node->more);
	free(branches);
	if (node->more)
		output_format(tree->context, TONE_DIM, "%s%s%s %zu more: sms show %s --links\n",
			      sms_buf_text(&tree->indent), tree->signs->last, tree->signs->from, node->more, node->id);
}

void graph_print_text(struct context *context, const struct sms_graph *graph)
{
	struct tree tree = {.context = context, .graph = graph, .signs = choose_signs(), .indent = SMS_BUF_INIT};
	tree.shown = sms_alloc(graph->node_count, sizeof *tree.shown);
	tree.searched = sms_alloc(graph->node_count, sizeof *tree.searched);
	tree.told = sms_alloc(graph->edge_count, sizeof *tree.told);
	print_line(&tree, &graph->nodes[0], "", "");
	print_below(&tree, 0);
	free(tree.shown);
	free(tree.searched);
	free(tree.told);
	sms_buf_release(&tree.indent);
}

/* --- DOT. --- */

/* A quoted string: only the quote and the backslash are special; control characters have no place in a label. */
static void add_quoted(struct sms_buf *out, const char *text)
{
	sms_auto(buf) struct sms_buf safe = SMS_BUF_INIT;
	sms_text_add_safe(&safe, text, false);
	for (const char *c = sms_buf_text(&safe); *c; c++) {
		if (*c == '"' || *c == '\\')
			sms_buf_add_char(out, '\\');
		sms_buf_add_char(out, *c);
	}
}

static void add_node(struct sms_buf *out, const struct sms_graph_node *node, bool is_first)
{
	enum { WIDTH = 26 }; /* columns of a line in a box */
	sms_auto(buf) struct sms_buf title = SMS_BUF_INIT;
	sms_text_add_wrapped(&title, node->title, WIDTH, 0);
	sms_auto(list) struct sms_list lines = SMS_LIST_INIT;
	sms_list_split(&lines, sms_buf_text(&title), '\n');
	sms_buf_add_text(out, "  \"");
	add_quoted(out, node->id);
	sms_buf_add_text(out, "\" [label=\"");
	for (size_t i = 0; i < lines.count && *node->title; i++) {
		add_quoted(out, lines.items[i]);
		sms_buf_add_text(out, "\\n");
	}
	add_quoted(out, node->id);
	if (node->missing || *node->state)
		sms_buf_add_text(out, "\\n");
	add_quoted(out, node->missing ? "not there" : node->state);
	sms_buf_add_char(out, '"');
	if (is_first)
		sms_buf_add_text(out, ", penwidth=2, fillcolor=\"#dbe9f6\"");
	if (node->missing)
		sms_buf_add_text(out, ", color=\"#b00020\", style=\"rounded,dashed\"");
	else if (node->type && sms_type_is_final(node->type, node->state))
		sms_buf_add_text(out, ", fontcolor=\"#777777\", color=\"#bbbbbb\"");
	sms_buf_add_text(out, "];\n");
}

void graph_add_dot(struct sms_buf *out, const struct sms_graph *graph)
{
	sms_buf_add_text(out, "digraph sms {\n"
			      "  rankdir=LR;\n"
			      "  bgcolor=\"white\";\n"
			      "  node [shape=box, style=\"rounded,filled\", fillcolor=\"#f7f7f7\", color=\"#555555\", "
			      "fontname=\"Helvetica\", fontsize=10];\n"
			      "  edge [color=\"#555555\", fontname=\"Helvetica\", fontsize=9, arrowsize=0.7];\n");
	for (size_t i = 0; i < graph->node_count; i++)
		add_node(out, &graph->nodes[i], i == 0);
	for (size_t i = 0; i < graph->edge_count; i++) {
		const struct sms_graph_edge *edge = &graph->edges[i];
		sms_buf_add_text(out, "  \"");
		add_quoted(out, graph->nodes[edge->from].id);
		sms_buf_add_text(out, "\" -> \"");
		add_quoted(out, graph->nodes[edge->to].id);
		sms_buf_add_text(out, "\" [label=\"");
		add_quoted(out, edge->relation);
		sms_buf_add_text(out, "\"];\n");
	}
	sms_buf_add_text(out, "}\n");
}

/* --- JSON. --- */

void graph_print_json(struct context *context, const struct sms_graph *graph)
{
	sms_auto(json) sms_json *document = output_document("graph");
	sms_json *nodes = sms_json_new_array(), *edges = sms_json_new_array();
	sms_json_set_text(document, "root", graph->nodes[0].id);
	for (size_t i = 0; i < graph->node_count; i++) {
		const struct sms_graph_node *node = &graph->nodes[i];
		sms_json *json = sms_json_new_object();
		sms_json_set_text(json, "id", node->id);
		sms_json_set(json, "type", node->type ? sms_json_new_text(node->type->name) : sms_json_new_null());
		sms_json_set_text(json, "title", node->title);
		sms_json_set_text(json, "state", node->state);
		sms_json_set_integer(json, "depth", (int64_t)node->depth);
		sms_json_set_boolean(json, "missing", node->missing);
		sms_json_set_integer(json, "more", (int64_t)node->more);
		sms_json_append(nodes, json);
	}
	for (size_t i = 0; i < graph->edge_count; i++) {
		sms_json *json = sms_json_new_object();
		sms_json_set_text(json, "from", graph->nodes[graph->edges[i].from].id);
		sms_json_set_text(json, "to", graph->nodes[graph->edges[i].to].id);
		sms_json_set_text(json, "relation", graph->edges[i].relation);
		sms_json_append(edges, json);
	}
	sms_json_set(document, "nodes", nodes);
	sms_json_set(document, "edges", edges);
	sms_json_set_boolean(document, "cut", graph->cut);
	output_json(context, document);
}
