/* A graph of records in its forms: a tree for people, Graphviz's language, JSON. */
#ifndef SMS_CMD_GRAPH_PRINT_H
#define SMS_CMD_GRAPH_PRINT_H

#include "command.h"
#include "work/graph.h"

void graph_print_text(struct context *context, const struct sms_graph *graph);
void graph_print_json(struct context *context, const struct sms_graph *graph);
/* In the DOT language; every text is quoted. */
void graph_add_dot(struct sms_buf *out, const struct sms_graph *graph);

#endif
