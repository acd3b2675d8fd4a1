// Gives a reader every input of its corpus: tests without libFuzzer that what was found stays
// mended.
#include "outside.hpp"

#include <exception>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>

int main(int count, char** arguments) {
    if (count != 2) {
        std::cerr << "usage: " << arguments[0] << " FOLDER\n";
        return 2;
    }
    int tried = 0;
    for (const auto& entry : std::filesystem::directory_iterator(arguments[1])) {
        std::ifstream file(entry.path(), std::ios::binary);
        const std::string bytes{std::istreambuf_iterator<char>(file), {}};
        try {
            kontor::fuzz::try_bytes(bytes);
        } catch (const std::exception& failure) {
            std::cerr << entry.path().string() << ": " << failure.what() << '\n';
            return 1;
        }
        ++tried;
    }
    std::cout << tried << " inputs\n";
    return tried > 0 ? 0 : 1;
}
