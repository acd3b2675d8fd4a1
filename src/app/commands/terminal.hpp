#pragma once

#include "commands/command_line.hpp"
#include "platform/json/json.hpp"

#include <iostream>
#include <string>
#include <vector>

namespace kontor::app {

// Columns as wide as their widest cell, two spaces between them; the first row is the heading.
std::string table(const std::vector<std::vector<std::string>>& rows);

// A bar on standard error while something takes longer than a second; silent where standard
// error is no terminal.
class Progress {
public:
    Progress(std::string what, std::size_t total);
    ~Progress();
    Progress(const Progress&) = delete;

    void show(std::size_t done);

private:
    std::string what_;
    std::size_t total_;
    std::chrono::steady_clock::time_point start_;
    std::chrono::steady_clock::time_point last_;
    bool shown_ = false;
};

// From the terminal without echo, or a line of standard input where that is no terminal.
std::string read_password();

template <class T>
void print_json(const T& value) {
    std::cout << platform::json::write(value) << '\n';
}

}  // namespace kontor::app
