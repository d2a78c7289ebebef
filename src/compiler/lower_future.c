// Prints futures: what callers know, then what the body needs, sharing room as frame_overlap.c says.
#include "compiler/frame.h"
#include "compiler/lower.h"

#include <stdlib.h>
#include <string.h>

// ---- what there is ----

static void add_member(struct compilation *c, struct plan *plan, const char *path, const char *what,
                       uint32_t token) {
    struct frame *frame = plan->frame;
    frame->members =
        arena_grow(c->arena, frame->members, frame->member_count, sizeof *frame->members);
    frame->members[frame->member_count] = (struct frame_member){
        .path = path, .what = what, .token = token, .order = frame->member_count};
    frame->member_count++;
}

static bool is_word(char ch) {
    return (ch >= 'a' && ch <= 'z') || (ch >= 'A' && ch <= 'Z') || (ch >= '0' && ch <= '9') ||
           ch == '_';
}

// A generated declaration ends with the name it declares.
static void add_declared(struct compilation *c, struct plan *plan, const char *in, const char *text,
                         size_t length, const char *what, uint32_t token) {
    while (length > 0 && !is_word(text[length - 1])) {
        length--;
    }
    size_t begin = length;
    while (begin > 0 && is_word(text[begin - 1])) {
        begin--;
    }
    if (begin < length) {
        add_member(c, plan,
                   arena_format(c->arena, "%s%s%.*s", in ? in : "", in ? "." : "",
                                (int)(length - begin), text + begin),
                   what, token);
    }
}

// ---- the members callers know ----

static void print_parameter(struct compilation *c, struct emitter *e,
                            struct async_function *function, struct node *parameter,
                            const char *name) {
    struct buffer text = {0};
    declaration_text(c, plan_of(function), &text, parameter->children[0],
                     parameter->child_count > 1 ? parameter->children[1] : NULL, name,
                     DECLARE_PARAMETER);
    emit_line(e, parameter->first);
    emit(e, "%s;", text.data);
    buffer_destroy(&text);
}

static void print_result(struct compilation *c, struct emitter *e, struct async_function *function,
                         struct node *specifiers, struct node *declarator, const char *name) {
    if (!result_is_void(c, function)) {
        struct buffer text = {0};
        declaration_text(c, plan_of(function), &text, specifiers, declarator, name, DECLARE_RESULT);
        emit(e, "%s;", text.data);
        buffer_destroy(&text);
    }
}

void print_first_members(struct compilation *c, struct emitter *e, struct async_function *function,
                         struct node *specifiers, struct node *declarator,
                         struct node *parameters) {
    print_result(c, e, function, specifiers, declarator, "result");
    emit(e, "unsigned short state;");
    for (uint32_t i = 0; i < parameter_count(function) && parameters && i < parameters->child_count;
         i++) {
        print_parameter(c, e, function, parameters->children[i],
                        field_of_parameter(c, function, i));
    }
}

// The same places under other names: of the second view, which nobody looks at there.
static void print_first_places(struct compilation *c, struct emitter *e, struct plan *plan) {
    struct async_function *function = plan->function;
    print_result(c, e, function, function->specifiers, function->declarator,
                 unique_field(c, plan, "result_"));
    emit(e, "unsigned short %s;", unique_field(c, plan, "state_"));
    for (uint32_t i = 0; i < plan->frame->shared; i++) {
        const char *name = arena_format(c->arena, "%s_", field_of_parameter(c, function, i));
        print_parameter(c, e, function, function->parameters->children[i],
                        unique_field(c, plan, name));
    }
}

// ---- variables ----

static const char *member_text(struct compilation *c, struct plan *plan, struct symbol *symbol) {
    const char *field = symbol->slot->field;
    if (symbol->kind == SYMBOL_SCOPE) {
        return arena_format(c->arena, "struct tarry_scope %s;", field);
    }
    struct buffer text = {0};
    if (symbol->is_parameter) {
        declaration_text(c, plan, &text, symbol->specifiers, symbol->declarator, field,
                         DECLARE_PARAMETER);
    } else {
        symbol_declaration_text(c, plan, &text, symbol, field,
                                symbol->slot->is_saved ? DECLARE_UNQUALIFIED : 0);
    }
    const char *result = arena_format(c->arena, "%s;", text.data);
    buffer_destroy(&text);
    return result;
}

static void declare_tree(struct compilation *c, struct plan *plan,
                         const struct overlap_tree *tree) {
    if (!tree) {
        return;
    }
    if (tree->kind == OVERLAP_ONE && plan->frame->vertices[tree->vertex].symbol) {
        struct symbol *symbol = plan->frame->vertices[tree->vertex].symbol;
        symbol->slot->declaration = member_text(c, plan, symbol);
    }
    for (uint32_t i = 0; i < tree->child_count; i++) {
        declare_tree(c, plan, tree->children[i]);
    }
}

void declare_members(struct compilation *c, struct plan *plan) {
    declare_tree(c, plan, plan->frame->room.beside);
    declare_tree(c, plan, plan->frame->room.instead);
    declare_tree(c, plan, plan->frame->room.behind);
}

// ---- what shares room ----

static bool is_empty(const struct plan *plan, const struct overlap_tree *tree) {
    if (!tree) {
        return true;
    }
    if (tree->kind == OVERLAP_ONE) {
        const struct frame_vertex *vertex = &plan->frame->vertices[tree->vertex];
        return !vertex->symbol && vertex->child->function_count == 0 && !vertex->child->has_boxed &&
               vertex->child->others.count == 0;
    }
    for (uint32_t i = 0; i < tree->child_count; i++) {
        if (!is_empty(plan, tree->children[i])) {
            return false;
        }
    }
    return true;
}

static uint32_t count_full(const struct plan *plan, const struct overlap_tree *tree) {
    uint32_t count = 0;
    for (uint32_t i = 0; i < tree->child_count; i++) {
        count += !is_empty(plan, tree->children[i]);
    }
    return count;
}

static void print_vertex(struct compilation *c, struct emitter *e, struct plan *plan,
                         const struct frame_vertex *vertex) {
    if (vertex->symbol) {
        add_member(c, plan, vertex->symbol->slot->field,
                   vertex->symbol->slot->is_saved ? "a saved local" : NULL, vertex->symbol->token);
        emit_line(e, vertex->symbol->token);
        emit(e, "%s", vertex->symbol->slot->declaration);
        return;
    }
    emit(e, "union {");
    for (uint32_t i = 0; i < vertex->child->function_count; i++) {
        const char *name = vertex->child->functions[i]->name;
        add_member(c, plan, arena_format(c->arena, "%s.%s", vertex->child->name, name), "a callee",
                   NO_TOKEN);
        emit(e, "struct %s__future %s;", name, name);
    }
    if (vertex->child->has_boxed) {
        add_member(c, plan,
                   arena_format(c->arena, "%s.%s", vertex->child->name, boxed_member(plan)),
                   "a callee with a frame of its own", NO_TOKEN);
        emit(e, "void *%s;", boxed_member(plan));
    }
    for (uint32_t i = 0; i < vertex->child->others.count; i++) {
        const char *text = vertex->child->others.lines[i].text;
        add_declared(c, plan, vertex->child->name, text, strlen(text), "a wait", NO_TOKEN);
    }
    print_lines(e, &vertex->child->others);
    emit(e, "} %s;", vertex->child->name);
}

static void print_tree(struct compilation *c, struct emitter *e, struct plan *plan,
                       const struct overlap_tree *tree, bool in_union) {
    if (is_empty(plan, tree)) {
        return;
    }
    if (tree->kind == OVERLAP_ONE) {
        print_vertex(c, e, plan, &plan->frame->vertices[tree->vertex]);
        return;
    }
    bool is_union = tree->kind == OVERLAP_UNION;
    bool braces = count_full(plan, tree) > 1 && is_union != in_union;
    if (braces) {
        emit(e, "__extension__ %s {", is_union ? "union" : "struct");
    }
    for (uint32_t i = 0; i < tree->child_count; i++) {
        print_tree(c, e, plan, tree->children[i], braces ? is_union : in_union);
    }
    if (braces) {
        emit(e, "};");
    }
}

// ---- the rest ----

void print_lines(struct emitter *e, const struct line_list *list) {
    for (uint32_t i = 0; i < list->count; i++) {
        if (strcmp(list->lines[i].text, PRAGMA_LINE) == 0) {
            emit_token(e, list->lines[i].token);
            continue;
        }
        emit_line(e, list->lines[i].token);
        emit(e, "%s", list->lines[i].text);
    }
}

static int compare_lines(const void *a, const void *b) {
    const struct generated_line *x = a, *y = b;
    return x->token < y->token ? -1 : x->token > y->token;
}

static void add_temporaries(struct compilation *c, struct plan *plan, const char *text,
                            const char *end) {
    int depth = 0;
    for (const char *at = text; at < end; at++) {
        depth += (*at == '(') - (*at == ')');
        if (*at == ';' && depth == 0 && at > text) {
            add_declared(c, plan, NULL, text, (size_t)(at - text), "a value", NO_TOKEN);
            text = at + 1;
        }
    }
}

// What the lowering found to be needed, at any time.
static void print_additions(struct compilation *c, struct emitter *e, struct plan *plan) {
    if (plan->members.count) {
        qsort(plan->members.lines, plan->members.count, sizeof *plan->members.lines, compare_lines);
    }
    print_lines(e, &plan->members);
    for (uint32_t i = 0; i < plan->members.count; i++) {
        const char *text = plan->members.lines[i].text;
        add_declared(c, plan, NULL, text, strlen(text), NULL, plan->members.lines[i].token);
    }
    if (plan->temporaries.length) {
        char *group = plan->temporaries.data, *end;
        emit(e, "__extension__ union {");
        for (; *group; group = end + 1) {
            end = strchr(group, '\n');
            emit(e, "%s%.*s", strncmp(group, "struct {", 8) == 0 ? "__extension__ " : "",
                 (int)(end - group), group);
            add_temporaries(c, plan, group, end);
        }
        emit(e, "};");
    }
}

static void add_first_members(struct compilation *c, struct plan *plan) {
    const struct async_function *function = plan->function;
    if (!result_is_void(c, function)) {
        add_member(c, plan, "result", "the result", NO_TOKEN);
    }
    add_member(c, plan, "state", "where it waits", NO_TOKEN);
    for (uint32_t i = 0; i < parameter_count(function); i++) {
        add_member(c, plan, field_of_parameter(c, function, i), "a parameter",
                   function->parameters->children[i]->first);
    }
}

// ---- for debuggers ----

// Is what a variable had at its place there at await k, or may something else have it? A parameter
// that nothing overlaps is always there.
static bool is_there(const struct suspension *point, const struct symbol *symbol) {
    return !point || !point->alive ||
           (point->alive[(symbol->number - 1) / 64] >> ((symbol->number - 1) % 64) & 1);
}

typedef bool see(struct compilation *c, struct plan *plan, uint32_t await, struct symbol *symbol,
                 struct buffer *out);

static bool lists_absent(struct compilation *c, struct plan *plan, uint32_t await,
                         struct symbol *symbol, struct buffer *out) {
    (void)c;
    (void)out;
    return !is_there(suspension_at(plan->frame, plan->awaits[await].token), symbol);
}

static bool print_present(struct compilation *c, struct plan *plan, uint32_t await,
                          struct symbol *symbol, struct buffer *out) {
    if (is_there(suspension_at(plan->frame, plan->awaits[await].token), symbol)) {
        buffer_print(out, "%s%s", out->length ? ", " : "", symbol->slot->field);
    }
    (void)c;
    return false;
}

// Calls `look` for each variable in the future, until it says so.
static bool look_in_tree(struct compilation *c, struct plan *plan, const struct overlap_tree *tree,
                         uint32_t await, see *look, struct buffer *out) {
    if (tree && tree->kind == OVERLAP_ONE && plan->frame->vertices[tree->vertex].symbol) {
        return look(c, plan, await, plan->frame->vertices[tree->vertex].symbol, out);
    }
    for (uint32_t i = 0; tree && i < tree->child_count; i++) {
        if (look_in_tree(c, plan, tree->children[i], await, look, out)) {
            return true;
        }
    }
    return false;
}

static bool look_in_future(struct compilation *c, struct plan *plan, uint32_t await, see *look,
                           struct buffer *out) {
    const struct async_function *function = plan->function;
    for (uint32_t i = 0; i < parameter_count(function); i++) {
        struct symbol *symbol = function->parameters->children[i]->symbol;
        if (!symbol || symbol->slot->is_moved) {
            continue;
        }
        if (i < plan->frame->shared) {
            if (out) {
                buffer_print(out, "%s%s", out->length ? ", " : "", symbol->slot->field);
            }
        } else if (look(c, plan, await, symbol, out)) {
            return true;
        }
    }
    const struct overlap *room = &plan->frame->room;
    return look_in_tree(c, plan, room->beside, await, look, out) ||
           look_in_tree(c, plan, room->instead, await, look, out) ||
           look_in_tree(c, plan, room->behind, await, look, out);
}

// Where not every variable is there at every await, members that take no room tell a debugger which
// are: one for each await, a struct with members of their names.
static void print_present_members(struct compilation *c, struct emitter *e, struct plan *plan) {
    bool any = false;
    for (uint32_t i = 0; i < plan->await_count && !any; i++) {
        any = look_in_future(c, plan, i, lists_absent, NULL);
    }
    for (uint32_t i = 0; i < plan->await_count && any; i++) {
        struct buffer names = {0};
        look_in_future(c, plan, i, print_present, &names);
        const char *name = unique_field(c, plan, arena_format(c->arena, "at_%u", i + 1));
        emit(e, "__extension__ struct { char %s; } %s[0];", names.length ? names.data : "nothing",
             name);
        buffer_destroy(&names);
    }
}

void print_future(struct compilation *c, struct emitter *e, struct plan *plan) {
    struct async_function *function = plan->function;
    const struct overlap *room = &plan->frame->room;
    bool has_views = !is_empty(plan, room->instead);
    // ISO C wants a named member, and does not count those of the views.
    emit(e, "%sstruct %s__future {", has_views ? "__extension__ " : "", function->name);
    if (has_views) {
        emit(e, "__extension__ union { __extension__ struct {");
    }
    print_first_members(c, e, function, function->specifiers, function->declarator,
                        function->parameters);
    add_first_members(c, plan);
    if (has_views) {
        print_tree(c, e, plan, room->beside, false);
        emit(e, "}; __extension__ struct {");
        print_first_places(c, e, plan);
        print_tree(c, e, plan, room->instead, false);
        emit(e, "}; };");
    }
    print_additions(c, e, plan);
    if (!has_views) {
        print_tree(c, e, plan, room->beside, false);
    }
    print_tree(c, e, plan, room->behind, false);
    print_present_members(c, e, plan);
    emit(e, "};");
}
