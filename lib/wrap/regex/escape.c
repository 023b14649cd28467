/* The escapes of ECMA-262 patterns: characters, sets and properties. */
#include "wrap/regex/translate.h"
#include <ctype.h>
#include <string.h>

#define fail sms_translator_fail
#define peek sms_translator_peek

/* ECMA's WhiteSpace and LineTerminator, and all other characters. */
#define WHITE "\\u{9}-\\u{d} \\u{a0}\\u{1680}\\u{2000}-\\u{200a}\\u{2028}\\u{2029}\\u{202f}\\u{205f}\\u{3000}\\u{feff}"
#define NOT_WHITE                                                                                                      \
	"\\u{0}-\\u{8}\\u{e}-\\u{1f}\\u{21}-\\u{9f}\\u{a1}-\\u{167f}\\u{1681}-\\u{1fff}\\u{200b}-\\u{2027}"            \
	"\\u{202a}-\\u{202e}\\u{2030}-\\u{205e}\\u{2060}-\\u{2fff}\\u{3001}-\\u{fefe}\\u{ff00}-\\u{10ffff}"

/* \D and \W for classes: PCRE2 takes characters above U+00FF for neither in `[^\W\p{L}]`. Without regard to case,
 * U+017F and U+212A are the letters s and k. */
#define NOT_DIGIT "\\u{0}-/:-\\u{10ffff}"
#define NOT_WORD "\\u{0}-/:-@\\[-\\^`\\u{7b}-"
#define NOT_WORD_CASED NOT_WORD "\\u{10ffff}"
#define NOT_WORD_CASELESS NOT_WORD "\\u{17e}\\u{180}-\\u{2129}\\u{212b}-\\u{10ffff}"

/* General categories: long names and aliases, and the short name that both know. */
static const char categories[] =
	" Other=C Control=Cc cntrl=Cc Format=Cf Unassigned=Cn Private_Use=Co Surrogate=Cs Letter=L"
	" Cased_Letter=LC Lowercase_Letter=Ll Modifier_Letter=Lm Other_Letter=Lo Titlecase_Letter=Lt"
	" Uppercase_Letter=Lu Mark=M Combining_Mark=M Spacing_Mark=Mc Enclosing_Mark=Me Nonspacing_Mark=Mn"
	" Number=N Decimal_Number=Nd digit=Nd Letter_Number=Nl Other_Number=No Punctuation=P punct=P"
	" Connector_Punctuation=Pc Dash_Punctuation=Pd Close_Punctuation=Pe Final_Punctuation=Pf"
	" Initial_Punctuation=Pi Other_Punctuation=Po Open_Punctuation=Ps Symbol=S Currency_Symbol=Sc"
	" Modifier_Symbol=Sk Math_Symbol=Sm Other_Symbol=So Separator=Z Line_Separator=Zl"
	" Paragraph_Separator=Zp Space_Separator=Zs ";

/* ECMA-262's binary properties; PCRE2 alone would take names of scripts and others of its own as well. */
static const char binary_properties[] =
	" ASCII ASCII_Hex_Digit AHex Alphabetic Alpha Any Bidi_Control Bidi_C Bidi_Mirrored Bidi_M Case_Ignorable CI"
	" Cased Changes_When_Casefolded CWCF Changes_When_Casemapped CWCM Changes_When_Lowercased CWL"
	" Changes_When_Titlecased CWT Changes_When_Uppercased CWU Dash Default_Ignorable_Code_Point DI Deprecated Dep "
	"Diacritic Dia Emoji"
	" Emoji_Component EComp Emoji_Modifier EMod Emoji_Modifier_Base EBase Emoji_Presentation EPres"
	" Extended_Pictographic ExtPict Extender Ext Grapheme_Base Gr_Base Grapheme_Extend Gr_Ext Hex_Digit Hex"
	" IDS_Binary_Operator IDSB IDS_Trinary_Operator IDST ID_Continue IDC ID_Start IDS Ideographic Ideo Join_Control"
	" Join_C Logical_Order_Exception LOE Lowercase Lower Math Noncharacter_Code_Point NChar Pattern_Syntax Pat_Syn"
	" Pattern_White_Space Pat_WS Quotation_Mark QMark Radical Regional_Indicator RI Sentence_Terminal STerm"
	" Soft_Dotted SD Terminal_Punctuation Term Unified_Ideograph UIdeo Uppercase Upper Variation_Selector VS"
	" White_Space space XID_Continue XIDC XID_Start XIDS ";

/* Perl's escapes by letter, with what to write in their place. */
static const char *const foreign_escapes[] = {"A^",   "z$", "Z$", "a\\x07", "e\\x1b", "h[\\t ]", "R(?:\\r\\n|[\\n\\r])",
					      "X[^]", "N."};

static bool read_hex(const struct sms_translator *p, size_t at, size_t digits, uint32_t *out)
{
	uint32_t value = 0;
	for (size_t i = 0; i < digits; i++) {
		unsigned char c = (unsigned char)peek(p, at + i);
		if (!isxdigit(c))
			return false;
		value = value << 4 | (uint32_t)(c <= '9' ? c - '0' : (c | 32) - 'a' + 10);
	}
	*out = value;
	return true;
}

/* \u{...}, \uXXXX, or two of these that make a surrogate pair; `at` is behind the `u`. */
static struct sms_error *read_unicode(struct sms_translator *p, size_t start, uint32_t *code)
{
	uint32_t low;
	if (peek(p, p->at) == '{') {
		size_t digits = 0;
		while (isxdigit((unsigned char)peek(p, p->at + 1 + digits)))
			digits++;
		size_t zeros = 0;
		while (zeros < digits && peek(p, p->at + 1 + zeros) == '0')
			zeros++;
		if (!digits || peek(p, p->at + 1 + digits) != '}' || digits - zeros > 6 ||
		    !read_hex(p, p->at + 1 + zeros, digits - zeros, code) || *code > 0x10ffff)
			return fail(start, "\\u{ needs a code point of at most 10ffff and a }");
		p->at += digits + 2;
		return NULL;
	}
	if (!read_hex(p, p->at, 4, code))
		return fail(start, "\\u needs four hexadecimal digits");
	p->at += 4;
	if (*code >> 10 == 0xd800 >> 10 && sms_translator_is_next(p, "\\u") && read_hex(p, p->at + 2, 4, &low) &&
	    low >> 10 == 0xdc00 >> 10) {
		*code = 0x10000 + ((*code & 0x3ff) << 10) + (low & 0x3ff);
		p->at += 6;
	}
	return NULL;
}

static bool is_listed(const char *list, const char *word)
{
	sms_auto(string) char *entry = sms_format(" %s ", word);
	return strstr(list, entry) != NULL;
}

/* The short name of a general category, within the table up to the next space; NULL when there is none. */
static const char *find_category(const char *name)
{
	sms_auto(string) char *by_long = sms_format(" %s=", name);
	sms_auto(string) char *by_short = sms_format("=%s ", name);
	const char *found = strstr(categories, by_long);
	if (found)
		return found + strlen(by_long);
	found = strstr(categories, by_short);
	return found ? found + 1 : NULL;
}

/* Writes a property of characters: a general category, with or without its name, a script, or a binary property.
 * Which scripts there are is for PCRE2 to say. */
static bool emit_property(struct sms_translator *p, char letter, const char *name, const char *value)
{
	struct sms_buf *out = &p->out->text;
	bool general = !value || strcmp(name, "gc") == 0 || strcmp(name, "General_Category") == 0;
	const char *category = general ? find_category(value ? value : name) : NULL;
	if (category)
		sms_buf_add_format(out, "\\%c{%.*s}", letter, (int)strcspn(category, " "), category);
	else if (!value && strcmp(name, "Assigned") == 0)
		sms_buf_add_text(out, letter == 'p' ? "\\P{Cn}" : "\\p{Cn}");
	else if (!value && is_listed(binary_properties, name))
		sms_buf_add_format(out, "\\%c{%s}", letter, name);
	else if (value && is_listed(" sc Script ", name))
		sms_buf_add_format(out, "\\%c{sc:%s}", letter, value);
	else if (value && is_listed(" scx Script_Extensions ", name))
		sms_buf_add_format(out, "\\%c{scx:%s}", letter, value);
	else
		return false;
	return true;
}

/* \p{...} and \P{...}; `at` is behind the letter. */
static struct sms_error *read_property(struct sms_translator *p, size_t start, char letter)
{
	const char *text = p->pattern + p->at + 1;
	size_t size = 0;
	while (isalnum((unsigned char)peek(p, p->at + 1 + size)) || peek(p, p->at + 1 + size) == '_' ||
	       peek(p, p->at + 1 + size) == '=')
		size++;
	if (peek(p, p->at) != '{' || peek(p, p->at + 1 + size) != '}')
		return fail(start, "\\%c needs the name of a property in braces", letter);
	p->at += size + 2;
	sms_auto(string) char *name = sms_copy(text, size);
	char *value = strchr(name, '=');
	if (value)
		*value++ = 0;
	if (!emit_property(p, letter, name, value))
		return fail(start, "ECMA-262 has no property %.*s", (int)size, text);
	return NULL;
}

static struct sms_error *foreign_escape(size_t start, char c)
{
	for (size_t i = 0; i < SMS_COUNT(foreign_escapes); i++)
		if (foreign_escapes[i][0] == c)
			return fail(start, "\\%c is not ECMA-262, write %s", c, foreign_escapes[i] + 1);
	if (isalnum((unsigned char)c))
		return fail(start, "\\%c is not ECMA-262", c);
	return fail(start, "this character takes no backslash");
}

/* Escapes that stand for one character; `at` is behind `c`. */
static struct sms_error *read_character_escape(struct sms_translator *p, size_t start, char c, uint32_t *code)
{
	static const char controls[] = "t\tn\nv\vf\fr\r";
	const char *control = c ? strchr(controls, c) : NULL;
	if (control && isalpha((unsigned char)c)) {
		*code = (uint32_t)control[1];
	} else if (c == 'u') {
		return read_unicode(p, start, code);
	} else if (c == 'x') {
		if (!read_hex(p, p->at, 2, code))
			return fail(start, "\\x needs two hexadecimal digits");
		p->at += 2;
	} else if (c == 'c') {
		if (!isalpha((unsigned char)peek(p, p->at)))
			return fail(start, "\\c needs a letter");
		*code = (uint32_t)peek(p, p->at++) & 31;
	} else if (c == '0') {
		if (isdigit((unsigned char)peek(p, p->at)))
			return fail(start, "octal escapes are not ECMA-262");
		*code = 0;
	} else if (ispunct((unsigned char)c) || c == ' ') {
		*code = (uint32_t)c;
	} else {
		return foreign_escape(start, c);
	}
	return NULL;
}

/* Writes a set of characters by its letter; false when it is none. */
static bool emit_set(struct sms_translator *p, char letter, bool in_class)
{
	struct sms_buf *out = &p->out->text;
	if (letter == 's' || letter == 'S')
		sms_buf_add_format(out, in_class ? "%s" : "[%s]", letter == 's' ? WHITE : NOT_WHITE);
	else if (letter == 'D' && in_class)
		sms_buf_add_text(out, NOT_DIGIT);
	else if (letter == 'W' && in_class)
		sms_buf_add_text(out, p->caseless ? NOT_WORD_CASELESS : NOT_WORD_CASED);
	else if (letter && strchr("dDwW", letter))
		sms_buf_add_format(out, "\\%c", letter);
	else
		return false;
	return true;
}

struct sms_error *sms_translator_escape(struct sms_translator *p, bool in_class, uint32_t *code)
{
	size_t start = p->at++;
	if (p->at == p->length)
		return fail(start, "nothing follows the backslash");
	char c = p->pattern[p->at++];
	*code = SMS_NO_CODE;
	if (c == 'p' || c == 'P')
		return read_property(p, start, c);
	return emit_set(p, c, in_class) ? NULL : read_character_escape(p, start, c, code);
}
