#include "process.hpp"

#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <ctime>

namespace sim::simrun::tests {

namespace {

constexpr int patience_seconds = 60;

struct Pipe {
    int read = -1;
    int write = -1;
};

Pipe make_pipe() {
    std::array<int, 2> ends{};
    if (pipe2(ends.data(), O_CLOEXEC) != 0) std::abort();
    return {ends[0], ends[1]};
}

Pipe make_terminal(unsigned short columns) {
    winsize size{};
    size.ws_col = columns;
    size.ws_row = 24;
    Pipe both;
    if (openpty(&both.read, &both.write, nullptr, nullptr, &size) != 0) std::abort();
    fcntl(both.read, F_SETFD, FD_CLOEXEC);
    return both;
}

[[noreturn]] void become_program(const Start& start, int out, int err) {
    dup2(out, STDOUT_FILENO);
    dup2(err, STDERR_FILENO);
    std::vector<std::string> words{SIMRUN_PROGRAM};
    words.insert(words.end(), start.arguments.begin(), start.arguments.end());
    std::vector<std::string> environment{"PATH=/usr/bin:/bin", "LC_ALL=C.UTF-8", "TERM=xterm"};
    environment.insert(environment.end(), start.environment.begin(), start.environment.end());
    const auto pointers = [](std::vector<std::string>& texts) {
        std::vector<char*> list;
        for (std::string& text : texts) list.push_back(text.data());
        list.push_back(nullptr);
        return list;
    };
    execve(words.front().c_str(), pointers(words).data(), pointers(environment).data());
    _exit(127);
}

/// Reads what has come; false at the end.
bool take(int from, std::string& into) {
    std::array<char, 65536> room{};
    const ssize_t got = read(from, room.data(), room.size());
    if (got > 0) into.append(room.data(), static_cast<std::size_t>(got));
    return got > 0;  // a terminal whose program has gone says EIO
}

}  // namespace

Ended run_child(const Start& start) {
    Pipe out = start.screen == Screen::terminal_60 ? make_terminal(60) : make_pipe();
    Pipe err = make_pipe();
    if (start.screen == Screen::full_disk) {
        close(out.write);
        out.write = open("/dev/full", O_WRONLY | O_CLOEXEC);
    }
    const pid_t child = fork();
    if (child == 0) become_program(start, out.write, err.write);
    close(out.write);
    close(err.write);
    Ended ended;
    const std::time_t began = std::time(nullptr);
    bool first = true;
    std::array<pollfd, 2> watched{pollfd{out.read, POLLIN, 0}, pollfd{err.read, POLLIN, 0}};
    while (watched[0].fd >= 0 || watched[1].fd >= 0) {
        if (poll(watched.data(), watched.size(), 1000) < 0 && errno != EINTR) break;
        if (std::time(nullptr) - began > patience_seconds) kill(child, SIGKILL);
        if (watched[0].revents != 0 && !take(out.read, ended.out)) watched[0].fd = -1;
        if (watched[1].revents != 0 && !take(err.read, ended.err)) watched[1].fd = -1;
        if (!first || ended.out.empty()) continue;
        first = false;
        if (start.signal_after_first_byte != 0) kill(child, start.signal_after_first_byte);
        if (start.screen == Screen::pipe_closed_after_first_byte) {
            close(out.read);
            out.read = watched[0].fd = -1;
        }
    }
    if (out.read >= 0) close(out.read);
    close(err.read);
    int status = 0;
    waitpid(child, &status, 0);
    if (WIFEXITED(status)) ended.exit_code = WEXITSTATUS(status);
    if (WIFSIGNALED(status)) ended.signal = WTERMSIG(status);
    return ended;
}

}  // namespace sim::simrun::tests
