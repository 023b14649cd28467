/* Prints incident records as a stream for `git fast-import`: one commit with all of them on top of refs/heads/main,
 * then one commit a change, each of which adds a note to one record. The same numbers print the same bytes.
 *
 *     bench_generate RECORDS [CHANGES [PREFIX=FILE …]]
 *
 * With templates half of the records are incidents, and the rest is made from each of them in turn: FILE holds the path
 * below records/ and the text of a record, in which @ID@ and @NUMBER@ stand for what tells records apart.
 *
 * The records are what sms itself would have written: month folders of 500, nearly all closed, about 1.5 kB each. They
 * name the person that `sms init` makes for Anna Keller, and the services of `services` in lib.sh. */
#include <err.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define A_MONTH 500
#define LAST_MONTH (2024 * 12 + 11) /* counted from year 0: no record is of the future */
#define MINUTE 60
#define HOUR (60 * MINUTE)
#define FIRST_CHANGE 1735689600 /* 2025-01-01, after all records */

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

static const char *const services[] = {"SVC-E-MAIL", "SVC-FILES", "SVC-NETWORK", "SVC-PAYROLL"};
static const char *const categories[] = {"email", "storage", "network", "application"};
static const char *const symptoms[] = {
	"No mail comes in",   "Messages stay in the queue", "Share cannot be opened", "Files open very slowly",
	"No address by DHCP", "Access point is offline",    "Pay slip is blank",      "Login ends with an error"};
static const char *const places[] = {"Hotel Steinbock",  "the branch in Chur", "the warehouse",   "reception",
				     "the second floor", "the training room",  "the head office", "the workshop"};
static const char *const details[] = {"It began after the lunch break and comes back every few minutes.",
				      "Restarting the computer did not help.",
				      "Colleagues in the same room see the same.",
				      "It worked yesterday evening.",
				      "The message on the screen names a time-out.",
				      "Only this one user is affected."};
static const char *const causes[] = {"Expired certificate", "Disk full", "Wrong setting after an update",
				     "Cable pulled by cleaning", "Account locked"};
static const char *const levels[] = {"high", "medium", "low"};

/* A record's numbers: what happened to it, and when. */
struct incident {
	uint64_t random;
	size_t index, topic;
	const char *state;
	char id[32], folder[16];
	time_t reported, responded, resolved, closed;
};

static uint64_t next(uint64_t *state) /* splitmix64 */
{
	uint64_t z = *state += 0x9E3779B97F4A7C15u;
	z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
	z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
	return z ^ (z >> 31);
}

static size_t pick(struct incident *incident, size_t below)
{
	return next(&incident->random) % below;
}

/* Six letters, each number its own: steps that can be undone, on 30 bits. */
static void add_letters(char *out, size_t index)
{
	static const char crockford[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
	uint32_t x = (uint32_t)index, mask = (1u << 30) - 1;
	for (int i = 0; i < 3; i++) {
		x = (x * 0x2C1B3C6Du + 0x1234567u) & mask;
		x ^= x >> 15;
	}
	for (int i = 0; i < 6; i++, x >>= 5)
		*out++ = crockford[x & 31];
	*out = 0;
}

static const char *state_of(struct incident *incident, size_t records)
{
	static const char *const open[] = {"new", "in-progress", "resolved", "closed"};
	return incident->index + records / 20 >= records ? open[pick(incident, COUNT(open))] : "closed";
}

static struct incident incident_make(size_t index, size_t records)
{
	struct incident incident = {.random = index, .index = index};
	size_t months = (records + A_MONTH - 1) / A_MONTH, month = LAST_MONTH + 1 - months + index / A_MONTH;
	struct tm date = {.tm_year = (int)(month / 12) - 1900,
			  .tm_mon = (int)(month % 12),
			  .tm_mday = 1 + (int)(index % A_MONTH * 28 / A_MONTH)};
	incident.topic = pick(&incident, COUNT(services));
	incident.state = state_of(&incident, records);
	incident.reported = timegm(&date) + (time_t)pick(&incident, 86400);
	incident.responded = incident.reported + (time_t)(1 + pick(&incident, 30)) * MINUTE;
	incident.resolved = incident.responded + (time_t)(10 + pick(&incident, 600)) * MINUTE;
	incident.closed = incident.resolved + (time_t)(1 + pick(&incident, 48)) * HOUR;
	strftime(incident.folder, sizeof incident.folder, "%Y/%m", &date);
	strftime(incident.id, sizeof incident.id, "INC-%Y%m%d-", &date);
	add_letters(incident.id + strlen(incident.id), index);
	return incident;
}

static const char *at(time_t time)
{
	static char text[4][32];
	static unsigned slot;
	char *out = text[slot++ % COUNT(text)];
	strftime(out, sizeof text[0], "%Y-%m-%dT%H:%M:%SZ", gmtime(&time));
	return out;
}

static void print_log_entry(FILE *out, time_t time, const char *kind, const char *members, ...)
{
	va_list values;
	fprintf(out, ",\n    {\n      \"at\": \"%s\",\n      \"by\": \"PER-ANNA-KELLER\",\n      \"kind\": \"%s\"",
		at(time), kind);
	va_start(values, members);
	vfprintf(out, members, values);
	va_end(values);
	fputs("\n    }", out);
}

static void print_move(FILE *out, time_t time, const char *from, const char *to)
{
	print_log_entry(out, time, "state", ",\n      \"from\": \"%s\",\n      \"to\": \"%s\"", from, to);
}

static void print_report(FILE *out, struct incident *incident)
{
	size_t impact = pick(incident, COUNT(levels)), urgency = pick(incident, COUNT(levels));
	const char *place = places[pick(incident, COUNT(places))];
	const char *symptom = symptoms[2 * incident->topic + pick(incident, 2)];
	fprintf(out, "{\n  \"id\": \"%s\",\n  \"type\": \"incident\",\n", incident->id);
	fprintf(out, "  \"title\": \"%s at %s\",\n  \"state\": \"%s\",\n", symptom, place, incident->state);
	fprintf(out, "  \"created\": {\n    \"at\": \"%s\",\n    \"by\": \"PER-ANNA-KELLER\"\n  },\n",
		at(incident->reported));
	fprintf(out, "  \"description\": \"%s. %s Room %zu, device %08zX.\",\n", symptom,
		details[pick(incident, COUNT(details))], pick(incident, 400), pick(incident, 1ul << 32));
	fprintf(out, "  \"reported_at\": \"%s\",\n  \"detected_by\": \"user\",\n", at(incident->reported));
	fprintf(out, "  \"caller\": \"Caller %zu\",\n  \"contact_type\": \"phone\",\n", pick(incident, 5000));
	fprintf(out, "  \"service\": \"%s\",\n  \"category\": \"%s\",\n", services[incident->topic],
		categories[incident->topic]);
	fprintf(out, "  \"impact\": \"%s\",\n  \"urgency\": \"%s\",\n  \"priority\": \"P%zu\",\n", levels[impact],
		levels[urgency], 1 + impact + urgency);
}

static void print_work(FILE *out, struct incident *incident, int resolved, int closed)
{
	const char *cause = causes[pick(incident, COUNT(causes))];
	fprintf(out, "  \"responded_at\": \"%s\",\n", at(incident->responded));
	if (resolved)
		fprintf(out,
			"  \"resolution_code\": \"fixed\",\n  \"resolution\": \"%s: put right, and tried out with the "
			"caller.\",\n  \"cause\": \"%s\",\n  \"resolved_by\": \"PER-ANNA-KELLER\",\n"
			"  \"resolved_at\": \"%s\",\n",
			cause, cause, at(incident->resolved));
	if (closed)
		fprintf(out, "  \"closure_code\": \"confirmed-by-user\",\n  \"closed_at\": \"%s\",\n",
			at(incident->closed));
}

static void print_log(FILE *out, const struct incident *incident, int begun, int resolved, int closed, size_t notes)
{
	fprintf(out,
		"  \"log\": [\n    {\n      \"at\": \"%s\",\n      \"by\": \"PER-ANNA-KELLER\",\n"
		"      \"kind\": \"created\"\n    }",
		at(incident->reported));
	if (begun)
		print_move(out, incident->responded, "new", "in-progress");
	if (resolved)
		print_move(out, incident->resolved, "in-progress", "resolved");
	if (closed)
		print_move(out, incident->closed, "resolved", "closed");
	for (size_t i = 0; i < notes; i++)
		print_log_entry(out, FIRST_CHANGE + (time_t)i * HOUR, "note", ",\n      \"text\": \"Review %zu\"",
				i + 1);
	fputs("\n  ]\n}\n", out);
}

/* One file of the commit that the stream is in. */
static void print_file(size_t index, size_t records, size_t notes)
{
	struct incident incident = incident_make(index, records);
	int closed = strcmp(incident.state, "closed") == 0,
	    resolved = closed || strcmp(incident.state, "resolved") == 0;
	int begun = strcmp(incident.state, "new") != 0;
	char *text;
	size_t length;
	FILE *out = open_memstream(&text, &length);
	if (!out)
		err(1, "memory");
	print_report(out, &incident);
	if (begun)
		print_work(out, &incident, resolved, closed);
	print_log(out, &incident, begun, resolved, closed, notes);
	if (fclose(out) != 0)
		err(1, "memory");
	printf("M 100644 inline records/incident/%s/%s.json\ndata %zu\n%s\n", incident.folder, incident.id, length,
	       text);
	free(text);
}

static void print_commit(size_t number, const char *subject)
{
	printf("commit refs/heads/main\ncommitter Anna Keller <anna@example.org> %zu +0000\ndata %zu\n%s\n",
	       FIRST_CHANGE + number * MINUTE, strlen(subject), subject);
	if (number == 0)
		printf("from refs/heads/main^0\n");
}

/* --- Records of other types. --- */

struct other {
	char *prefix, *folder, *text;
};

/* "PREFIX=FILE"; the file's first line is the folder below records/. */
static struct other other_read(const char *argument)
{
	struct other other = {.prefix = strdup(argument)};
	char *file = strchr(other.prefix, '=');
	size_t size = 0;
	if (!file)
		errx(2, "not PREFIX=FILE: '%s'", argument);
	*file++ = 0;
	FILE *in = fopen(file, "r");
	if (!in || getline(&other.folder, &(size_t){0}, in) < 2 || getdelim(&other.text, &size, 0, in) < 2)
		err(1, "%s", file);
	other.folder[strlen(other.folder) - 1] = 0;
	fclose(in);
	return other;
}

static void print_filled(FILE *out, const char *text, const char *id, size_t number)
{
	for (const char *mark; (mark = strchr(text, '@')); text = mark) {
		fwrite(text, 1, (size_t)(mark - text), out);
		if (!strncmp(mark, "@ID@", 4)) {
			fputs(id, out);
			mark += 4;
		} else if (!strncmp(mark, "@NUMBER@", 8)) {
			fprintf(out, "%zu", number);
			mark += 8;
		} else {
			fputc(*mark++, out);
		}
	}
	fputs(text, out);
}

static void print_from(const struct other *other, size_t index, size_t records)
{
	const struct incident like = incident_make(index, records);
	char *id, *text;
	size_t length;
	FILE *out = open_memstream(&text, &length);
	if (!out)
		err(1, "memory");
	if (asprintf(&id, "%s%s", other->prefix, like.id + strlen("INC")) < 0)
		err(1, "memory");
	print_filled(out, other->text, id, index);
	if (fclose(out) != 0)
		err(1, "memory");
	printf("M 100644 inline records/%s/%s/%s.json\ndata %zu\n%s\n", other->folder, like.folder, id, length, text);
	free(text);
}

int main(int argc, char **argv)
{
	if (argc < 2)
		errx(2, "usage: bench_generate RECORDS [CHANGES [PREFIX=FILE ...]]");
	size_t records = strtoul(argv[1], NULL, 10), changes = argc > 2 ? strtoul(argv[2], NULL, 10) : 0;
	size_t kinds = argc > 3 ? (size_t)argc - 3 : 0;
	struct other others[64];
	if (!records || kinds > COUNT(others))
		errx(2, "no number of records, or too many templates: '%s'", argv[1]);
	for (size_t i = 0; i < kinds; i++)
		others[i] = other_read(argv[i + 3]);
	print_commit(0, "Records to measure with");
	for (size_t i = 0; i < records; i++) {
		if (kinds && i % 2)
			print_from(&others[i / 2 % kinds], i, records);
		else
			print_file(i, records, 0);
	}
	for (size_t i = 0; i < changes; i++) {
		print_commit(i + 1, "Note on one record");
		/* a step that visits all records before it comes back, unless it divides their number */
		print_file(i * 7919 % records, records, i / records + 1);
	}
	return fflush(stdout) != 0 || ferror(stdout);
}
