#include "smtp_sink.hpp"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <boost/json/parse.hpp>

#include <array>
#include <cstdlib>
#include <stdexcept>

SmtpSink::SmtpSink(Tls tls) {
    std::array<int, 2> input{};
    std::array<int, 2> output{};
    if (pipe2(input.data(), O_CLOEXEC) != 0 || pipe2(output.data(), O_CLOEXEC) != 0) {
        throw std::runtime_error("no pipe for the mail server");
    }
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, input[0], STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&actions, output[1], STDOUT_FILENO);
    // Debian's own Python, because that is where Debian's aiosmtpd is.
    std::string python = "/usr/bin/python3";
    std::string script = std::getenv("SMTP_SINK");
    std::string offer = "tls";
    char* const arguments[] = {python.data(), script.data(),
                               tls == Tls::none ? nullptr : offer.data(), nullptr};
    const int failed =
        posix_spawn(&process_, python.c_str(), &actions, nullptr, arguments, environ);
    posix_spawn_file_actions_destroy(&actions);
    close(input[0]);
    close(output[1]);
    stop_ = input[1];
    output_ = fdopen(output[0], "r");
    if (failed != 0) throw std::runtime_error("the mail server does not start");
    port_ = next_line();
}

SmtpSink::~SmtpSink() {
    close(stop_);
    waitpid(process_, nullptr, 0);
    std::fclose(output_);
}

boost::json::object SmtpSink::next_message() {
    return boost::json::parse(next_line()).as_object();
}

void SmtpSink::release() {
    if (write(stop_, "\n", 1) != 1) throw std::runtime_error("the mail server ended");
}

std::string SmtpSink::next_line() {
    std::string line;
    for (int c = std::fgetc(output_); c != '\n'; c = std::fgetc(output_)) {
        if (c == EOF) throw std::runtime_error("the mail server ended; is python3-aiosmtpd there?");
        line += static_cast<char>(c);
    }
    return line;
}
