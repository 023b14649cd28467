/* Manual pages in roff, with the man macros. */
#include "help/help.h"
#include <ctype.h>
#include <string.h>

/* Text without meaning for roff; `code` in backquotes comes out bold. */
static void add_roff(struct sms_buf *out, const char *text)
{
	bool bold = false;
	if (*text == '.')
		sms_buf_add_text(out, "\\&");
	for (const char *at = text; *at; at++) {
		if (*at == '\\')
			sms_buf_add_text(out, "\\e");
		else if (*at == '-')
			sms_buf_add_text(out, "\\-");
		else if (*at == '\'')
			sms_buf_add_text(out, "\\(aq");
		else if (*at == '~' || *at == '^')
			sms_buf_add_text(out, *at == '~' ? "\\(ti" : "\\(ha");
		else if (*at == '`')
			sms_buf_add_text(out, (bold = !bold) ? "\\fB" : "\\fR");
		else if (*at == '\n')
			sms_buf_add_text(out, at[1] == '.' ? "\n\\&" : "\n");
		else if (strncmp(at, "\xc2\xa0", 2) == 0)
			sms_buf_add_text(out, "\\ "), at++;
		else
			sms_buf_add_char(out, *at);
	}
}

static void roff_title(void *into, const char *name, int section, const char *summary)
{
	sms_auto(buf) struct sms_buf upper = SMS_BUF_INIT;
	for (const char *at = name; *at; at++)
		sms_buf_add_char(&upper, (char)toupper((unsigned char)*at));
	sms_buf_add_text(into, ".TH ");
	add_roff(into, sms_buf_text(&upper));
	sms_buf_add_format(into, " %d \"\" \"sms " SMS_VERSION "\" \"Service management\"\n.nh\n.ad l\n.SH NAME\n",
			   section);
	add_roff(into, name);
	sms_buf_add_text(into, " \\- ");
	add_roff(into, summary);
	sms_buf_add_char(into, '\n');
}

static void roff_heading(void *into, const char *title, bool sub)
{
	sms_buf_add_text(into, sub ? ".SS \"" : ".SH \"");
	add_roff(into, title);
	sms_buf_add_text(into, "\"\n");
}

/* The command's words bold, what is in place of something else plain. */
static void roff_synopsis(void *into, const char *text)
{
	size_t head = strcspn(text, " ");
	sms_auto(string) char *start = sms_copy(text, head);
	sms_buf_add_text(into, ".HP\n\\fB");
	add_roff(into, start);
	sms_buf_add_text(into, "\\fR");
	add_roff(into, text + head);
	sms_buf_add_char(into, '\n');
}

static void roff_paragraph(void *into, const char *text)
{
	sms_buf_add_text(into, ".PP\n");
	add_roff(into, text);
	sms_buf_add_char(into, '\n');
}

static void roff_item(void *into, const char *label, const char *text)
{
	sms_buf_add_text(into, ".TP\n\\fB");
	add_roff(into, label);
	sms_buf_add_text(into, "\\fR\n");
	add_roff(into, text);
	sms_buf_add_char(into, '\n');
}

static void roff_verbatim(void *into, const char *text)
{
	sms_buf_add_text(into, ".PP\n.nf\n");
	add_roff(into, text);
	sms_buf_add_text(into, ".fi\n");
}

static const struct page_writer roff_writer = {
	.title = roff_title,
	.heading = roff_heading,
	.synopsis = roff_synopsis,
	.paragraph = roff_paragraph,
	.item = roff_item,
	.verbatim = roff_verbatim,
};

void help_manual(struct sms_buf *out, const struct command *command)
{
	sms_buf_add_text(out, ".\\\" Made from the table of commands; edit there.\n");
	page_write(&roff_writer, out, command);
}

struct sms_error *topic_manual(struct sms_buf *out, const struct topic *topic)
{
	sms_buf_add_text(out, ".\\\" Made from the data of the program; edit there.\n");
	return topic_write(&roff_writer, out, topic);
}
