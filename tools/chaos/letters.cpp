#include "letters.hpp"

#include <fstream>

namespace kontor::chaos {

namespace {

// Without the angle brackets that some are put in.
std::string field(const std::string& line, std::string_view name) {
    auto value = line.substr(name.size());
    std::erase_if(value, [](char c) { return c == '<' || c == '>' || c == '\r'; });
    return value;
}

Letter letter_in(const std::filesystem::path& path) {
    Letter letter;
    std::ifstream file(path);
    for (std::string line; std::getline(file, line) && line.size() > 1;) {
        if (line.starts_with("To: ")) letter.to = field(line, "To: ");
        if (line.starts_with("Message-ID: ")) letter.message_id = field(line, "Message-ID: ");
    }
    return letter;
}

}  // namespace

std::vector<Letter> letters_in(const std::filesystem::path& folder) {
    std::vector<Letter> letters;
    if (!std::filesystem::exists(folder)) return letters;
    for (const auto& entry : std::filesystem::directory_iterator(folder))
        if (entry.path().extension() == ".eml") letters.push_back(letter_in(entry.path()));
    return letters;
}

}  // namespace kontor::chaos
