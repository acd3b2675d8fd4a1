#include "commands/terminal.hpp"

#include <termios.h>
#include <unistd.h>

#include <algorithm>

namespace kontor::app {

using std::chrono::steady_clock;

std::string table(const std::vector<std::vector<std::string>>& rows) {
    std::vector<std::size_t> widths;
    for (const auto& row : rows) {
        widths.resize(std::max(widths.size(), row.size()));
        for (std::size_t column = 0; column < row.size(); ++column)
            widths[column] = std::max(widths[column], platform::count_characters(row[column]));
    }
    std::string text;
    for (const auto& row : rows) {
        for (std::size_t column = 0; column < row.size(); ++column) {
            text += row[column];
            if (column + 1 == row.size()) break;
            text.append(widths[column] - platform::count_characters(row[column]) + 2, ' ');
        }
        text += '\n';
    }
    return text;
}

Progress::Progress(std::string what, std::size_t total)
    : what_(std::move(what)), total_(total), start_(steady_clock::now()), last_(start_) {}

Progress::~Progress() {
    if (shown_) std::cerr << "\r\033[K";
}

void Progress::show(std::size_t done) {
    const auto now = steady_clock::now();
    if (now - start_ < std::chrono::seconds(1) || now - last_ < std::chrono::milliseconds(100))
        return;
    if (isatty(STDERR_FILENO) == 0) return;
    last_ = now;
    shown_ = true;
    constexpr std::size_t width = 30;
    const auto filled = total_ == 0 ? 0 : std::min(width, done * width / total_);
    std::cerr << "\r\033[K" << what_ << " [" << std::string(filled, '#')
              << std::string(width - filled, ' ') << "] " << done;
    if (total_ != 0) std::cerr << " of " << total_;
    std::cerr << std::flush;
}

std::string read_password() {
    std::string password;
    if (isatty(STDIN_FILENO) == 0) {
        std::getline(std::cin, password);
        return password;
    }
    std::cerr << "Password: " << std::flush;
    termios before{};
    tcgetattr(STDIN_FILENO, &before);
    auto silent = before;
    silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    tcsetattr(STDIN_FILENO, TCSANOW, &silent);
    std::getline(std::cin, password);
    tcsetattr(STDIN_FILENO, TCSANOW, &before);
    std::cerr << '\n';
    return password;
}

}  // namespace kontor::app
