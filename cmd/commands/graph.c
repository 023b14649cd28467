/* sms graph: what a record rests on and what rests on it, as a tree or a picture. */
#include "print/graph.h"
#include "base/process.h"
#include "output.h"
#include <string.h>
#include <unistd.h>

struct graph_options {
	long depth;
	const char *direction;
	struct sms_list types;
};

static const struct option graph_options[] = {
	OPTION_NUMBER(struct graph_options, depth, 'd', "depth", "N", "steps from the record; 2 where it is not given"),
	OPTION_CHOICE(struct graph_options, direction, 0, "direction", "WAY", "both|out|in",
		      "follow what records point to, what points to them, or both"),
	OPTION_LIST(struct graph_options, types, 't', "types", "TYPE",
		    "only records of these types, with commas between; events are left out else"),
	OPTIONS_FORMAT("text|dot|svg|json"),
	OPTION_END,
};

/* --- Pictures are Graphviz's, which many have; it is found where systems put it, not by PATH. --- */

static const char *find_dot(void)
{
	static const char *const places[] = {"/usr/bin/dot", "/usr/local/bin/dot", "/opt/homebrew/bin/dot"};
	for (size_t i = 0; i < SMS_COUNT(places); i++)
		if (access(places[i], X_OK) == 0)
			return places[i];
	return NULL;
}

/* The element alone: what comes before it names a document type that some readers would fetch. */
static struct sms_error *print_picture(struct context *context, const struct sms_buf *picture)
{
	static const char declaration[] = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
	const char *start = strstr(sms_buf_text(picture), "<svg");
	if (!start)
		return sms_error(SMS_ENVIRONMENT, "'dot' printed no picture");
	output_bytes(context, declaration, strlen(declaration));
	output_bytes(context, start, strlen(start));
	return NULL;
}

static struct sms_error *print_svg(struct context *context, const struct sms_graph *graph)
{
	const char *dot = find_dot();
	sms_auto(buf) struct sms_buf text = SMS_BUF_INIT, picture = SMS_BUF_INIT;
	int status = 0;
	if (!dot)
		return sms_error_hint(sms_error_hint(sms_error(SMS_ENVIRONMENT, "no 'dot' here to draw with"),
						     "apt install graphviz"),
				      "sms graph %s --format dot", graph->nodes[0].id);
	graph_add_dot(&text, graph);
	const struct sms_process process = {.arguments = (const char *const[]){dot, "-Tsvg", NULL},
					    .input = text.data,
					    .input_length = text.length};
	SMS_TRY(sms_process_run(&process, &picture, &status));
	if (status)
		return sms_error(SMS_ENVIRONMENT, "'%s' ended with status %d", dot, status);
	return print_picture(context, &picture);
}

/* --- The question. --- */

static struct sms_error *read_types(const struct context *context, const struct sms_list *given, struct sms_list *out)
{
	for (size_t i = 0; i < given->count; i++) {
		sms_auto(list) struct sms_list names = SMS_LIST_INIT;
		sms_list_split(&names, given->items[i], ',');
		for (size_t j = 0; j < names.count; j++) {
			const struct sms_type *type = NULL;
			SMS_TRY(sms_types_find(&type, context->store->types, names.items[j]));
			sms_list_add(out, type->name);
		}
	}
	return NULL;
}

static enum sms_graph_direction direction_of(const char *name)
{
	if (!name || !strcmp(name, "both"))
		return SMS_GRAPH_BOTH;
	return strcmp(name, "in") ? SMS_GRAPH_OUT : SMS_GRAPH_IN;
}

static struct sms_error *run(struct context *context, const void *options, const struct sms_list *arguments)
{
	const struct graph_options *given = options;
	const struct sms_entry *entry = NULL;
	sms_auto(graph) struct sms_graph graph = {0};
	sms_auto(list) struct sms_list types = SMS_LIST_INIT;
	sms_auto(buf) struct sms_buf dot = SMS_BUF_INIT;
	SMS_TRY(sms_store_entry(context->store, arguments->items[0], NULL, &entry));
	SMS_TRY(read_types(context, &given->types, &types));
	const struct sms_graph_question question = {.id = entry->id,
						    .depth = given->depth ? (size_t)given->depth : 2,
						    .direction = direction_of(given->direction),
						    .types = &types};
	SMS_TRY(sms_graph_make(&graph, context->store, &question, context->progress));
	if (graph.cut)
		context_say(context, "only %zu records are shown; --depth, --types and --direction ask for less",
			    graph.node_count);
	if (context->format == FORMAT_SVG)
		return print_svg(context, &graph);
	if (context->format == FORMAT_JSON) {
		graph_print_json(context, &graph);
	} else if (context->format == FORMAT_DOT) {
		graph_add_dot(&dot, &graph);
		output_bytes(context, dot.data, dot.length);
	} else {
		graph_print_text(context, &graph);
	}
	return NULL;
}

const struct command cmd_graph = {
	.name = "graph",
	.summary = "show what a record rests on, and what rests on it",
	.arguments = "ID",
	.group = GROUP_RECORDS,
	.needs = NEEDS_STORE | NEEDS_PAGER,
	.options = graph_options,
	.options_size = sizeof(struct graph_options),
	.run = run,
	.description =
		"Follows the links of a record, in both directions: of a service its items, agreements, suppliers and "
		"the services it depends on; of an item the items below and above it. As text it is a tree: an arrow "
		"to the right leads to what the record above points to, one to the left to what points to it. A record "
		"is shown in full once; `(above)` and `(below)` say where, `(a circle)` that the way has come back to "
		"where it began.\n\n"
		"Events are left out unless `--types` names them, and nothing is followed through people and roles. "
		"What points to records is that of the last commit.\n\n"
		"`--format dot` prints the language of Graphviz, `--format svg` a picture that Graphviz's `dot` draws "
		"where it is installed.",
	.examples =
		(const struct example[]){{"sms graph SVC-EMAIL", "a service and what is around it"},
					 {"sms graph CI-MAIL-1 --direction in --types ci,service --depth 9",
					  "all that would feel it, were the item to fail"},
					 {"sms graph SVC-EMAIL --format svg > map.svg", "the service map as a picture"},
					 {NULL, NULL}},
	.see_also = "show, link, list",
};
