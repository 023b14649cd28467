/* Build tool: writes the JSON and Markdown files below a folder, and an index of the types among them, as one C source
 * file that implements base/builtin.h, and a depfile for ninja that names every file and folder it looked at.
 *
 *     embed OUT.c OUT.d FOLDER */
#include <cjson/cJSON.h>
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

struct files {
	char **paths;
	size_t count, capacity;
};

static void die(const char *what, const char *subject)
{
	fprintf(stderr, "embed: %s '%s': %s\n", what, subject, strerror(errno));
	exit(1);
}

static void add(struct files *files, const char *path)
{
	if (files->count == files->capacity) {
		files->capacity = files->capacity ? files->capacity * 2 : 64;
		files->paths = realloc(files->paths, files->capacity * sizeof *files->paths);
	}
	files->paths[files->count] = strdup(path);
	if (!files->paths[files->count++])
		die("cannot remember", path);
}

static void release(struct files *files)
{
	for (size_t i = 0; i < files->count; i++)
		free(files->paths[i]);
	free(files->paths);
}

static int is_data(const char *name)
{
	const char *dot = strrchr(name, '.');
	return dot && (!strcmp(dot, ".json") || !strcmp(dot, ".md") || !strcmp(dot, ".css"));
}

static void scan(struct files *files, struct files *folders, const char *path)
{
	add(folders, path);
	DIR *folder = opendir(path);
	if (!folder)
		die("cannot read", path);
	for (struct dirent *entry; (entry = readdir(folder));) {
		char child[4096];
		struct stat status;
		if (entry->d_name[0] == '.')
			continue;
		snprintf(child, sizeof child, "%s/%s", path, entry->d_name);
		if (stat(child, &status))
			die("cannot look at", child);
		if (S_ISDIR(status.st_mode))
			scan(files, folders, child);
		else if (is_data(entry->d_name))
			add(files, child);
	}
	closedir(folder);
}

static int by_bytes(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static char *read_file(const char *path, size_t *length)
{
	struct stat status;
	FILE *in = fopen(path, "rb");
	if (!in || fstat(fileno(in), &status))
		die("cannot read", path);
	char *text = calloc(1, (size_t)status.st_size + 1);
	if (!text || fread(text, 1, (size_t)status.st_size, in) != (size_t)status.st_size)
		die("cannot read", path);
	fclose(in);
	*length = (size_t)status.st_size;
	return text;
}

/* A C string literal, over several lines. */
static void write_literal(FILE *out, const char *text, size_t length)
{
	size_t line = 0;
	putc('"', out);
	for (size_t i = 0; i < length; i++) {
		int c = (unsigned char)text[i];
		/* Octal escapes are always three digits, so that no following digit joins them. */
		if (c == '"' || c == '\\')
			fprintf(out, "\\%c", c);
		else if (c < 0x20 || c > 0x7e || (c == '?' && i && text[i - 1] == '?'))
			fprintf(out, "\\%03o", (unsigned)c);
		else
			putc(c, out);
		if (++line == 100 || c == '\n') {
			fputs("\"\n\"", out);
			line = 0;
		}
	}
	fputs("\";\n", out);
}

static unsigned long long stamp = 14695981039346656037ULL; /* FNV-1a of all that is embedded */

static void write_contents(FILE *out, const char *path, size_t index)
{
	size_t length;
	char *text = read_file(path, &length);
	for (size_t i = 0; i <= length; i++)
		stamp = (stamp ^ (unsigned char)text[i]) * 1099511628211ULL;
	fprintf(out, "static const char file_%zu[] =\n", index);
	write_literal(out, text, length);
	free(text);
}

/* --- The index of types. --- */

static const char *text_of(const cJSON *object, const char *member)
{
	const char *text = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(object, member));
	return text ? text : "";
}

/* The types that links bound by an invariant (`target`) may lead to: see base/builtin.h. */
static void write_aims(FILE *rows, const cJSON *about)
{
	const cJSON *invariant, *type, *links = cJSON_GetObjectItemCaseSensitive(about, "links");
	putc('"', rows);
	cJSON_ArrayForEach(invariant, cJSON_GetObjectItemCaseSensitive(about, "invariants"))
	{
		const cJSON *target = cJSON_GetObjectItemCaseSensitive(invariant, "target");
		const char *each = text_of(invariant, "each");
		char path[512];
		if (!target || !target->child)
			continue;
		snprintf(path, sizeof path, "%s%s%s", each, *each ? "." : "", target->child->string);
		const cJSON *names = cJSON_GetObjectItemCaseSensitive(links, path);
		if (!cJSON_GetArraySize(names))
			fputs("* ", rows);
		cJSON_ArrayForEach(type, names) fprintf(rows, "%s ", cJSON_GetStringValue(type));
	}
	fputs("\", ", rows);
}

/* Writes the head of a type, and its row into `rows`. */
static void add_to_index(FILE *out, FILE *rows, const char *name, cJSON *type, size_t index)
{
	cJSON *about = cJSON_GetObjectItemCaseSensitive(type, "x-sms"), *head = cJSON_CreateObject();
	const char *part = text_of(cJSON_GetObjectItemCaseSensitive(about, "people"), "is");
	fprintf(rows, "\t{\"%s\", \"%s\", ", name, text_of(about, "prefix"));
	fprintf(rows, *part ? "\"%s\", " : "NULL, ", part);
	write_aims(rows, about);
	fprintf(rows, "head_%zu, sizeof head_%zu - 1},\n", index, index);
	cJSON_DeleteItemFromObjectCaseSensitive(about, "example");
	cJSON_AddItemToObject(head, "title", cJSON_DetachItemFromObjectCaseSensitive(type, "title"));
	cJSON_AddItemToObject(head, "description", cJSON_DetachItemFromObjectCaseSensitive(type, "description"));
	cJSON_AddItemToObject(head, "x-sms", cJSON_DetachItemFromObjectCaseSensitive(type, "x-sms"));
	char *text = cJSON_PrintUnformatted(head);
	fprintf(out, "static const char head_%zu[] =\n", index);
	write_literal(out, text, strlen(text));
	free(text);
	cJSON_Delete(head);
}

/* `types/incident.json` is a type; what has no prefix is none. */
static void write_index(FILE *out, const struct files *files, size_t skip)
{
	char *rows = NULL, name[256];
	size_t size = 0, length;
	FILE *table = open_memstream(&rows, &size);
	for (size_t i = 0; i < files->count; i++) {
		const char *relative = files->paths[i] + skip;
		if (strncmp(relative, "types/", 6) != 0 || sscanf(relative + 6, "%250[^/.].json", name) != 1)
			continue;
		char *text = read_file(files->paths[i], &length);
		cJSON *type = cJSON_Parse(text);
		if (!type) {
			errno = EINVAL;
			die("no JSON in", files->paths[i]);
		}
		if (*text_of(cJSON_GetObjectItemCaseSensitive(type, "x-sms"), "prefix"))
			add_to_index(out, table, name, type, i);
		cJSON_Delete(type);
		free(text);
	}
	fclose(table);
	fprintf(out, "\nstatic const struct sms_builtin_type types[] = {\n%s};\n", rows);
	free(rows);
}

static void write_source(const char *path, const struct files *files, size_t skip)
{
	FILE *out = fopen(path, "w");
	if (!out)
		die("cannot write", path);
	fputs("/* Made by schemas/embed.c. */\n#include \"base/builtin.h\"\n#include <stdlib.h>\n#include "
	      "<string.h>\n\n",
	      out);
	for (size_t i = 0; i < files->count; i++)
		write_contents(out, files->paths[i], i);
	write_index(out, files, skip);
	fputs("\nstatic const struct file {\n\tconst char *path, *bytes;\n\tsize_t length;\n} files[] = {\n", out);
	for (size_t i = 0; i < files->count; i++)
		fprintf(out, "\t{\"%s\", file_%zu, sizeof file_%zu - 1},\n", files->paths[i] + skip, i, i);
	fprintf(out,
		"};\n\nstatic int by_path(const void *path, const void *file)\n{\n"
		"\treturn strcmp(path, ((const struct file *)file)->path);\n}\n\n"
		"const char *sms_builtin(const char *path, size_t *length)\n{\n"
		"\tconst struct file *file = bsearch(path, files, %zu, sizeof *files, by_path);\n"
		"\tif (!file)\n\t\treturn NULL;\n\tif (length)\n\t\t*length = file->length;\n\treturn "
		"file->bytes;\n}\n\n"
		"size_t sms_builtin_count(void)\n{\n\treturn %zu;\n}\n\n"
		"const char *sms_builtin_path(size_t index)\n{\n\treturn files[index].path;\n}\n\n"
		"const struct sms_builtin_type *sms_builtin_types(size_t *count)\n{\n"
		"\t*count = sizeof types / sizeof *types;\n\treturn types;\n}\n\n"
		"const char *sms_builtin_stamp(void)\n{\n\treturn \"%016llx\";\n}\n",
		files->count, files->count, stamp);
	if (fclose(out))
		die("cannot write", path);
}

static void write_depfile(const char *path, const char *target, const struct files *files, const struct files *folders)
{
	FILE *out = fopen(path, "w");
	if (!out)
		die("cannot write", path);
	fprintf(out, "%s:", target);
	for (size_t i = 0; i < folders->count; i++)
		fprintf(out, " \\\n %s", folders->paths[i]);
	for (size_t i = 0; i < files->count; i++)
		fprintf(out, " \\\n %s", files->paths[i]);
	putc('\n', out);
	if (fclose(out))
		die("cannot write", path);
}

int main(int argc, char **argv)
{
	struct files files = {0}, folders = {0};
	if (argc != 4) {
		fputs("usage: embed OUT.c OUT.d FOLDER\n", stderr);
		return 2;
	}
	scan(&files, &folders, argv[3]);
	qsort(files.paths, files.count, sizeof *files.paths, by_bytes);
	write_source(argv[1], &files, strlen(argv[3]) + 1);
	write_depfile(argv[2], argv[1], &files, &folders);
	release(&files);
	release(&folders);
	return 0;
}
