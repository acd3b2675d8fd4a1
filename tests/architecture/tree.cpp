#include "tree.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <sstream>

namespace kontor::architecture {
namespace {

namespace fs = std::filesystem;

bool is_source(const fs::path& path) {
    const auto extension = path.extension();
    return extension == ".cpp" || extension == ".hpp" || extension == ".cmake" ||
           path.filename() == "CMakeLists.txt";
}

std::string read_text(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

void read_folder(const fs::path& root, const std::string& folder, Tree& tree) {
    if (!fs::exists(root / folder)) return;
    for (fs::recursive_directory_iterator entry(root / folder), end; entry != end; ++entry) {
        if (entry->path().filename() == "fixtures") entry.disable_recursion_pending();
        if (!entry->is_regular_file() || !is_source(entry->path())) continue;
        auto path = entry->path().lexically_relative(root).generic_string();
        tree.sources.push_back(parse_source(std::move(path), read_text(entry->path())));
    }
}

Module read_module(const Source& declaration) {
    Module module;
    auto text = declaration.code;
    std::ranges::replace_if(text, [](char c) { return c == '(' || c == ')'; }, ' ');
    std::istringstream words(text);
    std::set<std::string>* list = nullptr;
    for (std::string word; words >> word;) {
        if (word == "CALLS") {
            list = &module.calls;
        } else if (word == "LISTENS") {
            list = &module.listens;
        } else if (word == "NAME" || word == "SOURCES" || word == "LINKS") {
            list = nullptr;
        } else if (list) {
            list->insert(word);
        }
    }
    return module;
}

}  // namespace

bool Tree::has(const std::string& path) const {
    return std::ranges::find(sources, path, &Source::path) != sources.end();
}

std::string Tree::module_of(const Source& source) const {
    const std::string folder = "src/modules/";
    if (!source.path.starts_with(folder)) return {};
    const auto name = source.path.substr(folder.size());
    const auto end = name.find('/');
    return end == std::string::npos ? std::string() : name.substr(0, end);
}

Tree read_tree(const fs::path& root) {
    Tree tree;
    for (const auto* folder : {"src", "tests", "tools"}) read_folder(root, folder, tree);
    std::ranges::sort(tree.sources, {}, &Source::path);
    for (const auto& source : tree.sources) {
        const auto module = tree.module_of(source);
        if (source.path == "src/modules/" + module + "/CMakeLists.txt") {
            tree.modules[module] = read_module(source);
        }
    }
    return tree;
}

}  // namespace kontor::architecture
