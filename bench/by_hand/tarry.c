// What tarrycc makes of async functions, against the same state machines written by hand, as one would
// who knows the ABI and wants them fast (docs/abi.md: an ended future's parameters are nobody's, so they are
// written for each call): how much longer the first take, in per cent. The median of many pairs, which take turns.
//
//   - parser: reads a text byte by byte, fields of lines, with a function of its own for numbers
//   - pipeline: each stage awaits the one before it
//
// Both wait in the same leaf, for each byte or item. It is ready at once but for every 64th time. Either way
// the outermost function can be called from other files, and the others cannot.
#include <stdlib.h>
#include <string.h>
#include <tarry.h>
#include <tarry/future.h>

#include "../measure.h"

enum { BYTES = 1 << 20, CHUNK = 64, ROUNDS = 21 };

// ---- the leaf: the next byte, 256 at the end ----

struct source {
    const unsigned char *next, *end;
    const unsigned char *chunk_end; // has come already
};

struct next_byte__future {
    int result;
    unsigned short state;
    struct source *source;
};
bool next_byte__poll(void *future, struct tarry_context *cx);
extern const struct tarry_function next_byte__function;
async int next_byte(struct source *source);

static __attribute__((noinline)) bool chunk_has_come(struct next_byte__future *self,
                                                     struct tarry_context *cx) {
    struct source *source = self->source;
    if (self->state == 0 && source->next < source->end) {
        tarry_task_wake(tarry_context_task(cx));
        self->state = 1;
        return false;
    }
    ptrdiff_t left = source->end - source->next;
    source->chunk_end += left < CHUNK ? left : CHUNK;
    return true;
}

bool next_byte__poll(void *future, struct tarry_context *cx) {
    struct next_byte__future *self = future;
    struct source *source = self->source;
    if (source->next == source->chunk_end && !chunk_has_come(self, cx)) {
        return false;
    }
    self->result = source->next < source->end ? *source->next++ : 256;
    return true;
}

const struct tarry_function next_byte__function =
    TARRY_FUTURE(next_byte, TARRY_FUTURE_RESULT(next_byte));

// ---- the parser ----

// Returns the byte behind the number.
static async int number(struct source *source, long *out) {
    long value = 0;
    int c;
    while ((c = await next_byte(source)) >= '0' && c <= '9') {
        value = value * 10 + (c - '0');
    }
    *out = value;
    return c;
}

// `name=value,name=value\n`: what the values are in all, each by the length of its name.
async long parse(struct source *source) {
    long sum = 0;
    for (;;) {
        int c, length = 0;
        while ((c = await next_byte(source)) != '=') {
            if (c == 256) {
                return sum;
            }
            length++;
        }
        long value;
        c = await number(source, &value);
        sum += value * length + (c == '\n');
    }
}

struct number_by_hand__future {
    int result;
    unsigned short state;
    struct source *source;
    long *out;
    long value;
    struct next_byte__future byte;
};

static bool number_by_hand__poll(void *future, struct tarry_context *cx) {
    struct number_by_hand__future *self = future;
    switch (self->state) {
    case 0:
        self->value = 0;
        for (;;) {
            self->byte.source = self->source;
            self->byte.state = 0;
            // fall through
        case 1:
            if (!next_byte__poll(&self->byte, cx)) {
                self->state = 1;
                return false;
            }
            if (self->byte.result < '0' || self->byte.result > '9') {
                break;
            }
            self->value = self->value * 10 + (self->byte.result - '0');
        }
    }
    *self->out = self->value;
    self->result = self->byte.result;
    return true;
}

struct parse_by_hand__future {
    long result;
    unsigned short state;
    struct source *source;
    long sum, value;
    int length;
    union {
        struct next_byte__future byte;
        struct number_by_hand__future number;
    } child;
};
bool parse_by_hand__poll(void *future, struct tarry_context *cx);
extern const struct tarry_function parse_by_hand__function;
async long parse_by_hand(struct source *source);

bool parse_by_hand__poll(void *future, struct tarry_context *cx) {
    struct parse_by_hand__future *self = future;
    switch (self->state) {
    case 0:
        self->sum = 0;
        for (;;) {
            self->length = 0;
            for (;;) {
                self->child.byte.source = self->source;
                self->child.byte.state = 0;
                // fall through
            case 1:
                if (!next_byte__poll(&self->child.byte, cx)) {
                    self->state = 1;
                    return false;
                }
                if (self->child.byte.result == '=') {
                    break;
                }
                if (self->child.byte.result == 256) {
                    self->result = self->sum;
                    return true;
                }
                self->length++;
            }
            self->child.number.source = self->source;
            self->child.number.out = &self->value;
            self->child.number.state = 0;
            // fall through
        case 2:
            if (!number_by_hand__poll(&self->child.number, cx)) {
                self->state = 2;
                return false;
            }
            self->sum += self->value * self->length + (self->child.number.result == '\n');
        }
    }
    return true;
}

const struct tarry_function parse_by_hand__function =
    TARRY_FUTURE(parse_by_hand, TARRY_FUTURE_RESULT(parse_by_hand));

// ---- the pipeline: letters only, in pairs, those that are equal not ----

static async int letter(struct source *source) {
    int c;
    do {
        c = await next_byte(source);
    } while (c < 'a');
    return c;
}

static async int pair(struct source *source) {
    int first = await letter(source);
    int second = first == 256 ? 256 : await letter(source);
    return second == 256 ? -1 : first * 256 + second;
}

static async int different(struct source *source) {
    for (;;) {
        int both = await pair(source);
        if (both < 0 || both / 256 != both % 256) {
            return both;
        }
    }
}

async long pipeline(struct source *source) {
    long sum = 0;
    int both;
    while ((both = await different(source)) >= 0) {
        sum += both;
    }
    return sum;
}

struct letter_by_hand__future {
    int result;
    unsigned short state;
    struct source *source;
    struct next_byte__future byte;
};

static bool letter_by_hand__poll(void *future, struct tarry_context *cx) {
    struct letter_by_hand__future *self = future;
    if (self->state == 0) {
        self->state = 1;
        self->byte.source = self->source;
        self->byte.state = 0;
    }
    while (next_byte__poll(&self->byte, cx)) {
        if (self->byte.result >= 'a') {
            self->result = self->byte.result;
            return true;
        }
        self->byte.source = self->source;
        self->byte.state = 0;
    }
    return false;
}

struct pair_by_hand__future {
    int result;
    unsigned short state;
    struct source *source;
    int first;
    struct letter_by_hand__future letter;
};

static bool pair_by_hand__poll(void *future, struct tarry_context *cx) {
    struct pair_by_hand__future *self = future;
    switch (self->state) {
    case 0:
        self->letter.source = self->source;
        self->letter.state = 0;
        // fall through
    case 1:
        if (!letter_by_hand__poll(&self->letter, cx)) {
            self->state = 1;
            return false;
        }
        self->first = self->letter.result;
        if (self->first == 256) {
            self->result = -1;
            return true;
        }
        self->letter.source = self->source;
        self->letter.state = 0;
        // fall through
    default:
        if (!letter_by_hand__poll(&self->letter, cx)) {
            self->state = 2;
            return false;
        }
        self->result = self->letter.result == 256 ? -1 : self->first * 256 + self->letter.result;
        return true;
    }
}

struct different_by_hand__future {
    int result;
    unsigned short state;
    struct source *source;
    struct pair_by_hand__future pair;
};

static bool different_by_hand__poll(void *future, struct tarry_context *cx) {
    struct different_by_hand__future *self = future;
    if (self->state == 0) {
        self->state = 1;
        self->pair.source = self->source;
        self->pair.state = 0;
    }
    while (pair_by_hand__poll(&self->pair, cx)) {
        int both = self->pair.result;
        if (both < 0 || both / 256 != both % 256) {
            self->result = both;
            return true;
        }
        self->pair.source = self->source;
        self->pair.state = 0;
    }
    return false;
}

struct pipeline_by_hand__future {
    long result;
    unsigned short state;
    struct source *source;
    long sum;
    struct different_by_hand__future different;
};
bool pipeline_by_hand__poll(void *future, struct tarry_context *cx);
extern const struct tarry_function pipeline_by_hand__function;
async long pipeline_by_hand(struct source *source);

bool pipeline_by_hand__poll(void *future, struct tarry_context *cx) {
    struct pipeline_by_hand__future *self = future;
    if (self->state == 0) {
        self->state = 1;
        self->sum = 0;
        self->different.source = self->source;
        self->different.state = 0;
    }
    while (different_by_hand__poll(&self->different, cx)) {
        if (self->different.result < 0) {
            self->result = self->sum;
            return true;
        }
        self->sum += self->different.result;
        self->different.source = self->source;
        self->different.state = 0;
    }
    return false;
}

const struct tarry_function pipeline_by_hand__function =
    TARRY_FUTURE(pipeline_by_hand, TARRY_FUTURE_RESULT(pipeline_by_hand));

// ---- measuring ----

static unsigned char text[BYTES];

static void write_text(void) {
    unsigned seed = 1;
    for (size_t i = 0; i + 40 < BYTES;) {
        for (unsigned length = 1 + (seed = seed * 1103515245 + 12345) / 65536 % 20; length > 0;
             length--) {
            text[i++] = (unsigned char)('a' + (seed / 65536 + length * length) % 26);
        }
        i += (size_t)sprintf((char *)text + i, "=%u%c", seed / 1024 % 100000,
                             seed & 1 << 20 ? ',' : '\n');
    }
}

static struct source whole_text(void) {
    return (struct source){text, text + strlen((char *)text), text};
}

async int main(void) {
    static double parser[ROUNDS], pipe[ROUNDS];
    write_text();
    for (int round = 0; round < ROUNDS; round++) {
        struct source source = whole_text();
        double start = now_ns();
        long sum = await parse(&source);
        double middle = now_ns();
        source = whole_text();
        long same = await parse_by_hand(&source);
        double end = now_ns();
        parser[round] = ((middle - start) / (end - middle) - 1) * 100;
        source = whole_text();
        start = now_ns();
        long pairs = await pipeline(&source);
        middle = now_ns();
        source = whole_text();
        long same_pairs = await pipeline_by_hand(&source);
        end = now_ns();
        pipe[round] = ((middle - start) / (end - middle) - 1) * 100;
        if (getenv("BENCH_DETAILS")) {
            fprintf(stderr, "%.2f ns a byte\n", (end - middle) / BYTES);
        }
        if (sum != same || pairs != same_pairs || sum == 0 || pairs == 0) {
            abort();
        }
    }
    report("parser", median(parser, ROUNDS));
    report("pipeline", median(pipe, ROUNDS));
    return 0;
}
