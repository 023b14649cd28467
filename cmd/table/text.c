/* A table for people: columns as wide as they need to be and as the terminal allows. */
#include "wrap/text.h"
#include "table/table.h"

enum { GAP = 2, NARROWEST = 8, LAST_NARROWEST = 12, WRAPPED_NARROWEST = 28, WIDEST = 48 };

/* A column that people see. */
struct shown {
	size_t index;
	size_t width;
};

static size_t width_of_cell(const char *text)
{
	sms_auto(buf) struct sms_buf safe = SMS_BUF_INIT;
	sms_text_add_safe(&safe, text, false);
	return sms_text_width(sms_buf_text(&safe));
}

static size_t measure(const struct table *table, size_t column)
{
	size_t width = width_of_cell(table->columns[column].title);
	for (size_t i = column; i < table->cell_count; i += table->column_count) {
		size_t needed = width_of_cell(table->cells[i].text);
		width = needed > width ? needed : width;
	}
	return width;
}

static size_t total(const struct shown *shown, size_t count)
{
	size_t sum = count ? (count - 1) * GAP : 0;
	for (size_t i = 0; i < count; i++)
		sum += shown[i].width;
	return sum;
}

/* Takes a column from the widest between the first, which is what people copy, and the last; false when all are
 * narrow. */
static bool shrink(struct shown *shown, size_t count)
{
	struct shown *widest = NULL;
	for (size_t i = 1; i + 1 < count; i++)
		if (shown[i].width > NARROWEST && (!widest || shown[i].width > widest->width))
			widest = &shown[i];
	if (widest)
		widest->width--;
	return widest != NULL;
}

/* The last column, down to what can still be read. */
static void give_way(struct shown *shown, size_t count, size_t width, size_t narrowest)
{
	struct shown *last = &shown[count - 1];
	size_t over = total(shown, count) > width ? total(shown, count) - width : 0;
	size_t spare = last->width > narrowest ? last->width - narrowest : 0;
	last->width -= over < spare ? over : spare;
}

/* The last column gives way first, then the widest of the others. */
static void fit(struct shown *shown, size_t count, size_t width, size_t last_narrowest)
{
	for (size_t i = 0; i + 1 < count; i++)
		shown[i].width = shown[i].width > WIDEST ? WIDEST : shown[i].width;
	give_way(shown, count, width, last_narrowest);
	while (total(shown, count) > width && shrink(shown, count))
		;
}

/* One line. `cells` NULL for the header. */
static void print_line(struct context *context, const struct table *table, const struct shown *shown, size_t count,
		       const struct cell *cells)
{
	size_t indent = 0;
	size_t blank = 0; /* printed only when something follows: no line ends in a space */
	sms_auto(buf) struct sms_buf text = SMS_BUF_INIT;
	for (size_t i = 0; i < count; i++) {
		const struct column *column = &table->columns[shown[i].index];
		sms_buf_clear(&text);
		if (cells && column->wrap && i + 1 == count)
			sms_text_add_wrapped(&text, cells[shown[i].index].text, indent + shown[i].width, indent);
		else
			sms_text_add_column(&text, cells ? cells[shown[i].index].text : column->title, shown[i].width,
					    false);
		indent += shown[i].width + GAP;
		size_t width = sms_text_width(sms_buf_text(&text));
		size_t rest = shown[i].width > width ? shown[i].width - width : 0;
		if (column->align == ALIGN_RIGHT)
			blank += rest;
		if (text.length) {
			output_format(context, TONE_PLAIN, "%*s", (int)blank, "");
			output_text(context, cells ? cells[shown[i].index].tone : TONE_STRONG, text.data);
			blank = 0;
		} else {
			blank += width;
		}
		blank += GAP + (column->align == ALIGN_LEFT ? rest : 0);
	}
	output_bytes(context, "\n", 1);
}

void table_print_text(struct context *context, const struct table *table)
{
	struct shown *shown = sms_alloc(table->column_count, sizeof *shown);
	size_t count = 0;
	for (size_t i = 0; i < table->column_count; i++)
		if (!table->columns[i].machine)
			shown[count++] = (struct shown){i, measure(table, i)};
	const struct column *last = count ? &table->columns[shown[count - 1].index] : NULL;
	/* What a program reads is not cut; but sentences are for people. */
	if (last && context->terminal)
		fit(shown, count, context->width, last->wrap ? WRAPPED_NARROWEST : LAST_NARROWEST);
	else if (last && last->prose)
		give_way(shown, count, context->width, WRAPPED_NARROWEST);
	if (count && table->cell_count) {
		print_line(context, table, shown, count, NULL);
		for (size_t i = 0; i + table->column_count <= table->cell_count; i += table->column_count)
			print_line(context, table, shown, count, &table->cells[i]);
	}
	free(shown);
}
