// An async function as an ordinary one of C: what its declaration says of it, and the functions that
// are printed beside its poll function.
//
//     R f(P p1)                               what C compiled without tarrycc calls
//     R f__call(struct tarry_context *, P)    what pointers to async functions point to
//     R f__direct(struct tarry_context *, P)  f without frames, if it cannot wait; see direct.c
#include "compiler/lower.h"

// ---- attributes ----

// Attributes about code go to the poll function; those about calling it as an ordinary function
// have no meaning any more.
bool attribute_is_about_code(struct compilation *c, const struct node *attribute) {
    static const char *const names[] = {"noinline",
                                        "always_inline",
                                        "cold",
                                        "hot",
                                        "flatten",
                                        "optimize",
                                        "target",
                                        "section",
                                        "unused",
                                        "used",
                                        "no_sanitize",
                                        "no_sanitize_address",
                                        "no_sanitize_undefined",
                                        "no_sanitize_thread",
                                        "no_instrument_function",
                                        "no_profile_instrument_function"};
    return attribute_is_one_of(c, attribute, names, sizeof names / sizeof *names);
}

// Those about who sees it go to what other files see.
static bool attribute_is_about_linkage(struct compilation *c, const struct node *attribute) {
    static const char *const names[] = {"visibility", "weak"};
    return attribute_is_one_of(c, attribute, names, sizeof names / sizeof *names);
}

void print_attributes(struct compilation *c, struct emitter *e, const struct node *node,
                      bool (*matches)(struct compilation *, const struct node *)) {
    for (uint32_t i = 0; i < node->child_count; i++) {
        const struct node *child = node->children[i];
        if (child->kind == NODE_ATTRIBUTE && matches(c, child)) {
            for (uint32_t token = child->first; token < child->end; token++) {
                emit_token(e, token);
            }
        }
    }
}

static bool node_has_attribute(struct compilation *c, const struct node *node,
                               bool (*matches)(struct compilation *, const struct node *)) {
    bool found = false;
    for (uint32_t i = 0; i < node->child_count && !found; i++) {
        found = node->children[i]->kind == NODE_ATTRIBUTE && matches(c, node->children[i]);
    }
    return found;
}

bool has_attribute(struct compilation *c, const struct async_function *function,
                   bool (*matches)(struct compilation *, const struct node *)) {
    return node_has_attribute(c, function->specifiers, matches) ||
           node_has_attribute(c, function->declarator, matches);
}

void print_linkage_attributes(struct compilation *c, struct emitter *e,
                              const struct async_function *function) {
    print_attributes(c, e, function->specifiers, attribute_is_about_linkage);
    print_attributes(c, e, function->declarator, attribute_is_about_linkage);
}

// ---- declarations ----

struct heading heading_of(struct async_function *function) {
    return (struct heading){function, function->specifiers, function->declarator,
                            function->parameters};
}

void signature_text(struct compilation *c, struct buffer *out, const struct heading *heading,
                    const char *name, const char *first) {
    struct async_function *function = heading->function;
    struct plan *plan = plan_of(function);
    struct buffer text = {0};
    buffer_print(&text, "%s(%s", name, first);
    for (uint32_t i = 0; i < parameter_count(function); i++) {
        struct node *parameter = heading->parameters->children[i];
        buffer_print(&text, "%s", i > 0 || *first ? ", " : "");
        declaration_text(c, plan, &text, parameter->children[0],
                         parameter->child_count > 1 ? parameter->children[1] : NULL,
                         parameter_name(c, i), DECLARE_PARAMETER);
    }
    buffer_print(&text, "%s)", parameter_count(function) == 0 && !*first ? "void" : "");
    declaration_text(c, plan, out, heading->specifiers, heading->declarator, text.data,
                     DECLARE_RESULT);
    buffer_destroy(&text);
}

// Prints `R result;`, all zero, unless the function has none.
static void print_result_variable(struct compilation *c, struct emitter *e,
                                  const struct heading *heading) {
    if (!result_is_void(c, heading->function)) {
        struct buffer text = {0};
        declaration_text(c, plan_of(heading->function), &text, heading->specifiers,
                         heading->declarator, "result", DECLARE_RESULT);
        emit(e, "%s; __builtin_memset((void *)&result, 0, sizeof result);", text.data);
        buffer_destroy(&text);
    }
}

// Prints `PLACE<field> = p1;` for each parameter, and for the state.
static void print_parameter_copies(struct compilation *c, struct emitter *e,
                                   const struct heading *heading, const char *place) {
    struct async_function *function = heading->function;
    for (uint32_t i = 0; i < parameter_count(function); i++) {
        const struct node *parameter = heading->parameters->children[i];
        const char *field = field_of_parameter(c, function, i);
        const char *name = parameter_name(c, i);
        if (holds_const(c, parameter->children[0],
                        parameter->child_count > 1 ? parameter->children[1] : NULL)) {
            emit(e, "__builtin_memcpy((void *)&%s%s, &%s, sizeof %s);", place, field, name, name);
        } else {
            emit(e, "%s%s = %s;", place, field, name);
        }
    }
    emit(e, "%sstate = 0;", place);
}

bool is_local_function(const struct async_function *function) {
    return function->is_static || (function->is_inline && function->is_defined);
}

// ---- f__call and f ----

// Prints f__call, to which pointers point. One for the program, whichever files need it: weak.
void print_call_function(struct compilation *c, struct emitter *e, const struct heading *heading) {
    struct async_function *function = heading->function;
    const char *name = arena_format(c->arena, "%s__call", function->name);
    const char *result = result_is_void(c, function) ? "(void *)0" : "&result";
    struct buffer text = {0};
    signature_text(c, &text, heading, name, "struct tarry_context *cx");
    print_linkage_attributes(c, e, function);
    emit(e, "%s %s;",
         is_local_function(function) ? "static __attribute__((unused))" : "__attribute__((weak))",
         text.data);
    emit(e, "%s%s {", is_local_function(function) ? "static " : "", text.data);
    print_result_variable(c, e, heading);
    emit(e, "struct %s__%s *call = tarry__call_new(cx, &%s__function, %s); if (call) {",
         function->name, function->has_visible_future ? "future" : "head", function->name, result);
    print_parameter_copies(c, e, heading, "call->");
    emit(e, "tarry__call_enter(cx, call); } %s }",
         result_is_void(c, function) ? "" : "return result;");
    buffer_destroy(&text);
}

bool has_plain_symbol(const struct async_function *function) {
    return !function->is_static && !function->is_inline && !function->is_main;
}

void print_plain_function(struct compilation *c, struct emitter *e,
                          struct async_function *function) {
    struct heading heading = heading_of(function);
    bool is_void = result_is_void(c, function);
    struct buffer text = {0};
    signature_text(c, &text, &heading, function->name, "");
    emit(e, "%s;", text.data);
    print_linkage_attributes(c, e, function);
    emit(e, "%s { struct %s__head call;", text.data, function->name);
    print_result_variable(c, e, &heading);
    print_parameter_copies(c, e, &heading, "call.");
    emit(e, "tarry__plain_call(&%s__function, &call, sizeof call, %s); %s}", function->name,
         is_void ? "(void *)0" : "&result", is_void ? "" : "return result; ");
    buffer_destroy(&text);
}

// ---- f__direct ----

// Prints `static ATTRIBUTES R NAME(struct tarry_context *cx, P1 p1)`.
static void print_direct_signature(struct compilation *c, struct emitter *e,
                                   const struct heading *heading, const char *attributes,
                                   const char *name) {
    struct buffer text = {0};
    const char *context = plan_of(heading->function)->context;
    signature_text(c, &text, heading, name,
                   arena_format(c->arena, "struct tarry_context *%s", context));
    emit(e, "static%s %s", attributes, text.data);
    buffer_destroy(&text);
}

static const char *direct_name(struct compilation *c, const struct async_function *function) {
    return arena_format(c->arena, "%s__direct", function->name);
}

void print_direct_declaration(struct compilation *c, struct emitter *e,
                              const struct heading *heading) {
    print_direct_signature(c, e, heading, " __attribute__((unused))",
                           direct_name(c, heading->function));
    emit(e, ";");
}

// Prints `{ struct NAME call = {the parameters}; STATEMENTS return call.result; }`.
static void print_direct_body(struct compilation *c, struct emitter *e,
                              const struct heading *heading, const char *type,
                              const char *statements) {
    emit(e, "struct %s__%s call;", heading->function->name, type);
    print_parameter_copies(c, e, heading, "call.");
    emit(e, "%s%s }", statements,
         result_is_void(c, heading->function) ? "" : " return call.result;");
}

void print_direct_function(struct compilation *c, struct emitter *e,
                           struct async_function *function) {
    struct heading heading = heading_of(function);
    const char *name = function->name, *context = plan_of(function)->context;
    emit(e, "static _Bool %s__poll(void *future, struct tarry_context *cx) {", name);
    emit(e, "return %s__body(future, cx, 0); }", name);
    print_direct_signature(c, e, &heading, " __attribute__((noinline, cold))",
                           arena_format(c->arena, "%s__deep", name));
    emit(e, "{");
    print_direct_body(c, e, &heading, "head",
                      arena_format(c->arena,
                                   "tarry__deep_call(%s, &%s__function, &call, sizeof call);",
                                   context, name));
    print_direct_signature(c, e, &heading, "", direct_name(c, function));
    bool is_void = result_is_void(c, function);
    emit(e,
         "{ if (tarry__stack_is_low(%s) || sizeof(struct %s__future) > TARRY__DIRECT_SIZE_MAX) {",
         context, name);
    emit(e, "%s%s__deep(%s", is_void ? "" : "return ", name, context);
    for (uint32_t i = 0; i < parameter_count(function); i++) {
        emit(e, ", %s", parameter_name(c, i));
    }
    emit(e, "); %s}", is_void ? "return; " : "");
    print_direct_body(c, e, &heading, "future",
                      arena_format(c->arena, "(void)%s__body(&call, %s, 1);", name, context));
}
