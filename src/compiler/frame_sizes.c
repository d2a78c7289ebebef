// The probe holds one function with an asm statement for each future and each member of one, which
// prints a line of numbers into the assembler text:
//
//     .ascii "tarry-frame SIZE OFFSET"
//
// This is how Linux's Kbuild finds the offsets its assembler code needs.
#include "compiler/frame_sizes.h"
#include "compiler/frame.h"
#include "compiler/rules.h"

#include <stdlib.h>
#include <string.h>

static const char mark[] = "tarry-frame ";

static struct plan *next_plan(struct async_function **function) {
    for (; *function; *function = (*function)->next) {
        if (plan_of(*function)) {
            struct plan *plan = plan_of(*function);
            *function = (*function)->next;
            return plan;
        }
    }
    return NULL;
}

// ---- the probe ----

static void print_probe(struct buffer *out, const char *size, const char *offset) {
    buffer_print(out,
                 "__asm__ volatile(\"\\n.ascii \\\"%s%%c0 %%c1\\\"\" : : \"i\"(%s), \"i\"(%s));\n",
                 mark, size, offset);
}

void frame_probe(struct compilation *c, struct buffer *out) {
    buffer_append(out, c->output.data, c->output.length);
    buffer_print(out, "\n__attribute__((used)) static void tarry__frame_probe(void) {\n");
    struct async_function *function = c->unit.functions;
    for (struct plan *plan; (plan = next_plan(&function));) {
        const char *name = plan->function->name;
        print_probe(out, arena_format(c->arena, "sizeof(struct %s__future)", name), "0");
        for (uint32_t i = 0; i < plan->frame->member_count; i++) {
            const char *path = plan->frame->members[i].path;
            print_probe(
                out, arena_format(c->arena, "sizeof(((struct %s__future *)0)->%s)", name, path),
                arena_format(c->arena, "__builtin_offsetof(struct %s__future, %s)", name, path));
        }
    }
    buffer_print(out, "}\n");
}

static bool read_line(const char **text, uint64_t *out_size, uint64_t *out_offset) {
    const char *line = strstr(*text, mark);
    if (!line) {
        return false;
    }
    char *end;
    *out_size = strtoull(line + strlen(mark), &end, 10);
    *out_offset = strtoull(end, &end, 10);
    *text = end;
    return *end == '"';
}

bool frame_sizes_read(struct compilation *c, const char *text) {
    struct async_function *function = c->unit.functions;
    uint64_t offset;
    for (struct plan *plan; (plan = next_plan(&function));) {
        struct frame *frame = plan->frame;
        if (!read_line(&text, &frame->size, &offset)) {
            return false;
        }
        for (uint32_t i = 0; i < frame->member_count; i++) {
            struct frame_member *member = &frame->members[i];
            if (!read_line(&text, &member->size, &member->offset)) {
                return false;
            }
        }
    }
    return true;
}

// ---- what they say ----

static int compare_members(const void *a, const void *b) {
    const struct frame_member *x = a, *y = b;
    if (x->offset != y->offset) {
        return x->offset < y->offset ? -1 : 1;
    }
    return x->order < y->order ? -1 : x->order > y->order;
}

void frame_sizes_print(struct compilation *c, FILE *out) {
    struct async_function *function = c->unit.functions;
    for (struct plan *plan; (plan = next_plan(&function));) {
        struct frame *frame = plan->frame;
        struct location at =
            source_locate(c->source, token_at(c, plan->function->name_token)->offset);
        fprintf(out, "%s:%u: %s: %llu bytes\n", at.file, at.line, plan->function->name,
                (unsigned long long)frame->size);
        if (frame->member_count > 0) {
            qsort(frame->members, frame->member_count, sizeof *frame->members, compare_members);
        }
        for (uint32_t i = 0; i < frame->member_count; i++) {
            const struct frame_member *member = &frame->members[i];
            fprintf(out, "  %8llu %8llu  %s%s%s\n", (unsigned long long)member->offset,
                    (unsigned long long)member->size, member->path, member->what ? ": " : "",
                    member->what ? member->what : "");
        }
    }
}

static const struct frame_member *largest(const struct frame *frame) {
    const struct frame_member *found = NULL;
    for (uint32_t i = 0; i < frame->member_count; i++) {
        const struct frame_member *member = &frame->members[i];
        if (!found || member->size > found->size) {
            found = member;
        }
    }
    return found;
}

void frame_sizes_check(struct compilation *c, uint64_t limit) {
    struct async_function *function = c->unit.functions;
    for (struct plan *plan; (plan = next_plan(&function));) {
        const struct frame *frame = plan->frame;
        if (frame->size <= limit) {
            continue;
        }
        warning_at(c, plan->function->name_token, RULE_FRAME,
                   "the frame of `%s` takes %llu bytes, more than %llu", plan->function->name,
                   (unsigned long long)frame->size, (unsigned long long)limit);
        const struct frame_member *member = largest(frame);
        if (member) {
            note_at(c, member->token != NO_TOKEN ? member->token : plan->function->name_token,
                    "%llu of them are `%s`", (unsigned long long)member->size, member->path);
        }
    }
}
