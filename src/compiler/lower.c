// Lower prints the translation unit: everything outside async functions byte for byte, each
// prototype as its head and its descriptor's declaration, each definition as its future, its poll
// function and its descriptor.
//
// The entry is lower(); the bodies are the work of the other lower_*.c.
#include "compiler/frame.h"
#include "compiler/lower.h"
#include "compiler/noise.h"
#include "compiler/scan.h"

#include <stdlib.h>
#include <string.h>

struct printer {
    struct compilation *c;
    struct emitter e;
    bool *head_printed; // by order of unit.functions
    uint32_t next_edit; // of unit.edits
};

// ---- parts ----

static struct node *parameters_of(struct node *declarator) {
    for (uint32_t i = 0; i < declarator->child_count; i++) {
        if (declarator->children[i]->kind == NODE_PARAMETERS) {
            return declarator->children[i];
        }
    }
    return NULL;
}

static bool *head_flag(struct printer *p, const struct async_function *function) {
    size_t index = 0;
    for (const struct async_function *f = p->c->unit.functions; f != function; f = f->next) {
        index++;
    }
    return &p->head_printed[index];
}

static void print_head(struct printer *p, struct async_function *function, struct node *specifiers,
                       struct node *declarator, struct node *parameters) {
    bool *printed = head_flag(p, function);
    if (*printed) {
        return;
    }
    *printed = true;
    if (!function->has_visible_future) {
        emit(&p->e, "struct %s__head {", function->name);
        print_first_members(p->c, &p->e, function, specifiers, declarator, parameters);
        emit(&p->e, "};");
        emit(&p->e, "%s const struct tarry_function %s__function;",
             is_local_function(function) ? "static __attribute__((unused))" : "extern",
             function->name);
    }
    struct heading heading = {function, specifiers, declarator, parameters};
    if (plan_of(function) && plan_of(function)->is_direct) {
        print_direct_declaration(p->c, &p->e, &heading);
    }
    if (function->is_value) {
        print_call_function(p->c, &p->e, &heading);
    }
}

// ---- a definition ----

// Parameters that are locals of the poll function begin with what the caller wrote.
static void print_local_parameters(struct printer *p, struct plan *plan) {
    const struct async_function *function = plan->function;
    for (uint32_t i = 0; i < parameter_count(function); i++) {
        struct node *parameter = function->parameters->children[i];
        const struct symbol *symbol = parameter->symbol;
        if (!is_local_parameter(symbol) || (symbol->uses == 0 && !is_saved(symbol))) {
            continue;
        }
        struct buffer text = {0};
        declaration_text(p->c, plan, &text, parameter->children[0], parameter->children[1],
                         symbol->name, DECLARE_PARAMETER);
        emit_line(&p->e, parameter->first);
        emit(&p->e, "%s = %s->%s;", text.data, plan->self, field_of_parameter(p->c, function, i));
        if (symbol->uses == 0) {
            emit(&p->e, "(void)%s;", symbol->name);
        }
        buffer_destroy(&text);
    }
}

// Prints what the poll function is called and given; or, if it has a direct form too, the function
// whose body is that of both. Its descriptor keeps one of the function, so the compiler has to be
// told that those who embed it would rather have it inlined.
static void print_poll_head(struct printer *p, struct plan *plan) {
    struct async_function *function = plan->function;
    const char *name = function->name;
    if (plan->is_direct) {
        emit(&p->e,
             "static __inline __attribute__((always_inline)) _Bool %s__body(void *%s, "
             "struct tarry_context *%s, _Bool %s)",
             name, plan->future, plan->context, plan->direct);
        return;
    }
    bool is_inlined = plan->is_embedded && !has_attribute(p->c, function, attribute_is_about_code);
    emit(&p->e, "static %s %s",
         function->is_inline ? "inline"
         : is_inlined        ? "__inline"
                             : "",
         function->is_inline || plan->is_inner ? "__attribute__((unused))" : "");
    print_attributes(p->c, &p->e, function->specifiers, attribute_is_about_code);
    print_attributes(p->c, &p->e, function->declarator, attribute_is_about_code);
    emit_line(&p->e, function->name_token);
    emit(&p->e, "_Bool %s__poll(void *%s, struct tarry_context *%s", name, plan->future,
         plan->context);
    if (plan->is_inner) {
        emit(&p->e, ", unsigned %s", plan->state);
    }
    emit(&p->e, ")");
}

static void print_poll(struct printer *p, struct plan *plan) {
    const char *name = plan->function->name;
    emit_line(&p->e, plan->function->name_token);
    print_poll_head(p, plan);
    emit_token(&p->e, plan->body->first);
    emit(&p->e, "struct %s__future *%s = %s; (void)%s; (void)%s;", name, plan->self, plan->future,
         plan->self, plan->context);
    show_parameters(p->c, &p->e, plan);
    for (uint32_t i = 0; i < plan->locals.count; i++) {
        emit(&p->e, "%s", plan->locals.lines[i].text);
    }
    if (plan->is_inner) {
        emit(&p->e, plan->await_count ? "switch (%s) {" : "(void)%s;", plan->state);
    } else if (plan->await_count) {
        emit(&p->e, "switch (%s->state) {", plan->self);
    }
    if (plan->await_count) {
        for (uint32_t i = 1; i <= plan->await_count; i++) {
            emit(&p->e, "case %u: goto %sresume_%u;", i, plan->label, i);
        }
        emit(&p->e, "}");
    }
    print_local_parameters(p, plan);
    buffer_append(p->e.out, "\n", 1); // the body begins with a line marker
    buffer_append(p->e.out, plan->body_text.data, plan->body_text.length);
}

static void print_c_string(struct printer *p, const char *text) {
    buffer_append(p->e.out, "\"", 1);
    for (; *text; text++) {
        if (*text == '"' || *text == '\\') {
            buffer_append(p->e.out, "\\", 1);
        }
        buffer_append(p->e.out, text, 1);
    }
    buffer_append(p->e.out, "\"", 1);
}

// Can there be separate frames below this function, by what its descriptor says?
static bool has_rooms(const struct plan *plan) {
    for (uint32_t i = 0; i < plan->await_count; i++) {
        const struct async_function *callee = plan->awaits[i].callee;
        if (callee && (plan->awaits[i].boxed || plan_of(callee))) {
            return true;
        }
    }
    return false;
}

static void print_descriptor(struct printer *p, struct plan *plan) {
    struct async_function *function = plan->function;
    const char *name = function->name;
    struct location location =
        source_locate(p->c->source, token_at(p->c, function->name_token)->offset);
    emit_line(&p->e, function->name_token);
    if (plan->await_count) {
        emit(&p->e, "static __attribute__((unused)) const struct tarry_await %s__awaits[] = {",
             name);
        for (uint32_t i = 0; i < plan->await_count; i++) {
            const struct await_point *point = &plan->awaits[i];
            emit(&p->e, "{ %u, __builtin_offsetof(struct %s__future, %s), %s%s%s, %s },",
                 point->line, name, point->offset, point->callee ? "&" : "",
                 point->callee ? point->callee->name : "(void *)0",
                 point->callee ? "__function" : "",
                 point->race      ? "TARRY_AWAIT_RACE"
                 : point->boxed   ? "TARRY_AWAIT_BOXED"
                 : !point->callee ? "TARRY_AWAIT_JOIN"
                                  : "TARRY_AWAIT_EMBEDDED");
        }
        emit(&p->e, "};");
    }
    bool awaits_calls = has_rooms(plan);
    if (awaits_calls) {
        emit(&p->e, "static uint32_t %s__room;", name);
    }
    bool is_void = result_is_void(p->c, function);
    print_linkage_attributes(p->c, &p->e, function);
    emit(&p->e, "%sconst struct tarry_function %s__function = { \"%s\",",
         function->is_static || function->is_inline ? "static __attribute__((unused)) " : "", name,
         name);
    print_c_string(p, location.file);
    emit(&p->e, ", %s%s, sizeof(struct %s__future), __alignof__(struct %s__future),",
         plan->is_inner ? "(void *)0" : name, plan->is_inner ? "" : "__poll", name, name);
    if (is_void) {
        emit(&p->e, "0,");
    } else {
        emit(&p->e, "sizeof(((struct %s__future *)0)->result),", name);
    }
    emit(&p->e, "__builtin_offsetof(struct %s__future, state), %u,", name, location.line);
    if (is_void) {
        emit(&p->e, "0,");
    } else {
        emit(&p->e,
             "__extension__ _Generic(((struct %s__future *)0)->result, signed char: 1, short: 1, "
             "int: 1, long: "
             "1, long long: 1, "
             "default: 0) * TARRY_FUNCTION_RESULT_SIGNED,",
             name);
    }
    emit(&p->e, "%u, %s%s, %s%s%s };", plan->await_count, plan->await_count ? name : "(void *)0",
         plan->await_count ? "__awaits" : "", awaits_calls ? "&" : "",
         awaits_calls ? name : "(void *)0", awaits_calls ? "__room" : "");
}

static void print_main(struct printer *p, struct plan *plan) {
    struct async_function *function = plan->function;
    emit(&p->e, parameter_count(function) ? "int main(int argc, char **argv)" : "int main(void)");
    emit(&p->e, "{ static struct main__future root;");
    static const char *const values[] = {"argc", "argv"};
    for (uint32_t i = 0; i < parameter_count(function) && i < 2; i++) {
        emit(&p->e, "root.%s = %s;", field_of_parameter(p->c, function, i), values[i]);
    }
    emit(&p->e, "return tarry__main(&main__function, &root); }");
}

static void lower_body(struct lowering *l) {
    struct plan *plan = l->plan;
    block_items(l, plan->body, 0, NULL, NULL);
    emit_line(&l->e, plan->body->end - 1);
    if (plan->function->is_main) {
        emit(&l->e, "%s->result = 0;", plan->self);
    }
    emit(&l->e, "return 1;");
    emit_token(&l->e, plan->body->end - 1);
}

// Pragmas stand on lines of their own, between external declarations. Strict code has to do with
// pointers to async functions: there a wrong pointer is an error. clang has a name for that of
// functions alone, and counts lost qualifiers among the wrong pointers.
static void print_pragmas_begin(struct printer *p, bool is_strict, const struct noise *noise) {
    buffer_print(p->e.out, "\n#pragma GCC diagnostic push\n");
    if (is_strict) {
        buffer_print(p->e.out, "#pragma GCC diagnostic error \"-Wincompatible-%spointer-types\"\n",
                     p->c->is_clang ? "function-" : "");
    }
    if (noise != NULL) {
        noise_print_pragmas(noise, p->c->is_clang, p->e.out);
    }
    p->e.file = NULL;
}

static void print_pragmas_end(struct printer *p) {
    buffer_print(p->e.out, "\n#pragma GCC diagnostic pop\n");
    p->e.file = NULL;
}

// Whether a definition has to do with pointers to async functions. The `async` it begins with, which is
// left out as theirs is, does not count.
static bool is_pointer_code(const struct printer *p, const struct async_function *function,
                            const struct node *node) {
    for (uint32_t token = node->first; token < node->end; token++) {
        bool is_own = token < function->name_token && token_at(p->c, token)->kind == TOKEN_ASYNC;
        if (!is_own && scan_is_pointer_code(p->c, token)) {
            return true;
        }
    }
    return false;
}

static void print_definition(struct printer *p, struct plan *plan) {
    struct async_function *function = plan->function;
    bool strict = is_pointer_code(p, function, plan->node);
    const struct noise *noise = p->c->noise != NULL && p->c->noise->asked ? p->c->noise : NULL;
    struct lowering l = {.c = p->c, .plan = plan};
    hoist_types(p->c, plan);
    declare_members(p->c, plan);
    l.e = (struct emitter){.c = p->c, .out = &plan->body_text, .last_token = NO_TOKEN};
    lower_body(&l);

    plan->output_first = p->e.out->length;
    if (strict || noise) {
        print_pragmas_begin(p, strict, noise);
    }
    emit_line(&p->e, function->name_token);
    if (plan->recursive || callee_of(plan, function) || function->is_value ||
        has_plain_symbol(function)) {
        print_head(p, function, function->specifiers, function->declarator, function->parameters);
    }
    print_lines(&p->e, &plan->hoisted);
    emit_line(&p->e, function->name_token);
    print_future(p->c, &p->e, plan);
    print_poll(p, plan);
    p->e.file = NULL;
    if (plan->is_direct) {
        emit_line(&p->e, function->name_token);
        print_direct_function(p->c, &p->e, function);
    }
    print_descriptor(p, plan);
    if (function->is_main) {
        print_main(p, plan);
    }
    if (has_plain_symbol(function)) {
        print_plain_function(p->c, &p->e, function);
    }
    if (strict || noise) {
        print_pragmas_end(p);
    }
    plan->printed = true;
    plan->output_end = p->e.out->length;
    buffer_destroy(&l.group);
    buffer_destroy(&plan->body_text);
    buffer_destroy(&plan->temporaries);
}

// Prints the definitions that belong behind item `index`, those they embed first.
static void print_with_callees(struct printer *p, struct plan *plan, uint32_t index) {
    if (plan->printed || plan->print_after != index) {
        return;
    }
    plan->printed = true; // recursion: a function of its own component is not waited for
    for (uint32_t i = 0; i < plan->callee_count; i++) {
        struct plan *callee = plan_of(plan->callees[i].function);
        if (callee && plan->callees[i].embedded) {
            print_with_callees(p, callee, index);
        }
    }
    plan->printed = false;
    print_definition(p, plan);
}

// ---- the translation unit ----

static void copy_source(struct printer *p, uint32_t from, uint32_t to) {
    size_t start = p->e.out->length;
    buffer_append(p->e.out, source_text(p->c->source) + from, to - from);
    for (uint32_t i = 0; i < p->c->hidden_count; i++) {
        const struct hidden_text *hidden = &p->c->hidden[i];
        if (hidden->offset >= from && hidden->end <= to) {
            memset(p->e.out->data + start + (hidden->offset - from), ' ',
                   hidden->end - hidden->offset);
        }
    }
}

// Makes the change; returns where the text goes on.
static uint32_t apply_edit(struct printer *p, const struct edit *edit) {
    const struct token *token = token_at(p->c, edit->token);
    switch (edit->kind) {
    case EDIT_STRICT_BEGIN:
    case EDIT_STRICT_END:
        if (edit->kind == EDIT_STRICT_BEGIN) {
            print_pragmas_begin(p, true, NULL);
        } else {
            print_pragmas_end(p);
        }
        if (token->kind != TOKEN_END) {
            emit_line(&p->e, edit->token);
        }
        return token->offset;
    default:
        emit_edited(p->c, p->e.out, token);
        return token->offset + token->length;
    }
}

// Copies what lies outside of async functions, with the changes that plain.c found.
static void copy_text(struct printer *p, uint32_t from, uint32_t to) {
    const struct translation_unit *unit = &p->c->unit;
    for (; p->next_edit < unit->edit_count; p->next_edit++) {
        const struct edit *edit = &unit->edits[p->next_edit];
        uint32_t offset = token_at(p->c, edit->token)->offset;
        if (offset > to || (offset == to && edit->kind != EDIT_STRICT_END)) {
            break;
        }
        if (offset >= from) { // else it was made already
            copy_source(p, from, offset);
            from = apply_edit(p, edit);
        }
    }
    copy_source(p, from, to);
    p->e.file = NULL;
}

// Each declaration of a function that has several is the same typedef once more, which the C
// compiler allows if it is.
static void print_type(struct printer *p, const struct heading *heading) {
    if (heading->function->declaration_count > 1) {
        struct buffer text = {0};
        const char *name = arena_format(p->c->arena, "%s__declared", heading->function->name);
        signature_text(p->c, &text, heading, name, "");
        emit(&p->e, "__extension__ typedef %s;", text.data);
        buffer_destroy(&text);
    }
}

static void print_prototype(struct printer *p, const struct item *item) {
    for (uint32_t i = 1; i < item->node->child_count; i++) {
        struct node *declarator = item->node->children[i];
        struct symbol *symbol = declarator->symbol;
        if (declarator->kind == NODE_INIT_DECLARATOR && symbol && symbol->async) {
            emit_line(&p->e, declarator->first);
            print_type(p, &(struct heading){symbol->async, item->node->children[0],
                                            declarator->children[0],
                                            parameters_of(declarator->children[0])});
            print_head(p, symbol->async, item->node->children[0], declarator->children[0],
                       parameters_of(declarator->children[0]));
        }
    }
}

static void print_item(struct printer *p, uint32_t index) {
    const struct item *item = &p->c->unit.items[index];
    if (item->kind == ITEM_PROTOTYPE) {
        print_prototype(p, item);
        return;
    }
    struct plan *own = plan_of(item->functions[0]);
    struct heading heading = heading_of(own->function);
    emit_line(&p->e, own->function->name_token);
    print_type(p, &heading);
    if (own->print_after > index) { // printed later: until then only its head is known
        struct async_function *function = own->function;
        emit_line(&p->e, function->name_token);
        print_head(p, function, function->specifiers, function->declarator, function->parameters);
    }
    for (uint32_t i = 0; i <= index; i++) {
        if (p->c->unit.items[i].kind == ITEM_DEFINITION) {
            print_with_callees(p, plan_of(p->c->unit.items[i].functions[0]), index);
        }
    }
}

// Continues the source text behind the item on its own line.
static void resume_text(struct printer *p, uint32_t end_token) {
    const struct token *token = token_at(p->c, end_token - 1);
    p->e.file = NULL;
    emit_line(&p->e, end_token - 1);
    while (p->e.out->length && p->e.out->data[p->e.out->length - 1] == ' ') {
        p->e.out->length--;
    }
    (void)token;
}

bool lower(struct compilation *c) {
    uint32_t functions = 0, copied = 0;
    for (struct async_function *f = c->unit.functions; f; f = f->next) {
        functions++;
    }
    struct printer p = {.c = c, .head_printed = arena_allocate(c->arena, functions + 1)};
    p.e = (struct emitter){.c = c, .out = &c->output, .last_token = NO_TOKEN};
    for (uint32_t i = 0; i < c->unit.item_count; i++) {
        const struct item *item = &c->unit.items[i];
        copy_text(&p, copied, token_at(c, item->first)->offset);
        print_item(&p, i);
        resume_text(&p, item->end);
        copied = token_at(c, item->end - 1)->offset + token_at(c, item->end - 1)->length;
    }
    copy_text(&p, copied, (uint32_t)source_length(c->source));
    return error_count(c) == 0;
}

void dump_lowered(struct compilation *c, FILE *out) {
    for (struct async_function *f = c->unit.functions; f; f = f->next) {
        const struct plan *plan = plan_of(f);
        if (plan) {
            struct buffer text = {0};
            pretty_print(&text, c->output.data + plan->output_first,
                         plan->output_end - plan->output_first);
            fprintf(out, "%s\n", text.data);
            buffer_destroy(&text);
        }
    }
}
