#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace kontor::chaos {

struct Letter {
    std::string message_id;
    std::string to;
};

// Each file in the folder that is whole; none where there is no folder.
std::vector<Letter> letters_in(const std::filesystem::path& folder);

}  // namespace kontor::chaos
