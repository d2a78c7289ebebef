// See tarry.c. Coroutines; one thread for each worker, each with its own context, and connections
// dealt out in turn: Asio's best form with more than one.
#include <asio.hpp>
#include <memory>
#include <thread>
#include <vector>

#include "../asio/measure.hpp"

using asio::ip::tcp;

static asio::awaitable<void> serve(tcp::socket socket) {
    char buffer[4096];
    std::size_t size = 0;
    socket.set_option(tcp::no_delay(true));
    for (;;) {
        asio::error_code error;
        std::size_t got =
            co_await socket.async_read_some(asio::buffer(buffer + size, sizeof buffer - size),
                                            asio::redirect_error(asio::use_awaitable, error));
        if (error) {
            co_return;
        }
        size += got;
        char *line = buffer;
        while (char *end = static_cast<char *>(memchr(line, '\n', buffer + size - line))) {
            co_await asio::async_write(socket, asio::buffer(line, end + 1 - line),
                                       asio::redirect_error(asio::use_awaitable, error));
            line = end + 1;
        }
        size -= line - buffer;
        memmove(buffer, line, size);
        if (size == sizeof buffer) {
            co_return;
        }
    }
}

static asio::awaitable<void> accept_all(tcp::acceptor &acceptor,
                                        std::vector<std::unique_ptr<asio::io_context>> &contexts) {
    for (std::size_t next = 0;; next++) {
        asio::io_context &context = *contexts[next % contexts.size()];
        tcp::socket socket(context);
        co_await acceptor.async_accept(socket, asio::use_awaitable);
        asio::co_spawn(context, serve(std::move(socket)), asio::detached);
    }
}

int main() {
    std::vector<std::unique_ptr<asio::io_context>> contexts;
    for (int i = 0; i < measure_workers(); i++) {
        contexts.push_back(std::make_unique<asio::io_context>(1));
    }
    tcp::acceptor acceptor(*contexts[0], {asio::ip::address_v4::loopback(), 0});
    acceptor.listen(4096);
    printf("port %d\n", acceptor.local_endpoint().port());
    fflush(stdout);
    asio::co_spawn(*contexts[0], accept_all(acceptor, contexts), asio::detached);
    std::vector<asio::executor_work_guard<asio::io_context::executor_type>> guards;
    for (auto &context : contexts) {
        guards.push_back(asio::make_work_guard(*context));
    }
    for (std::size_t i = 1; i < contexts.size(); i++) {
        std::thread([&context = *contexts[i]] { context.run(); }).detach();
    }
    contexts[0]->run();
}
