#include "platform/storage/storage.hpp"

#include "platform/security/random.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <system_error>

namespace kontor::platform {
namespace {

namespace fs = std::filesystem;

// Of a file and of a folder.
struct Modes {
    ::mode_t file;
    ::mode_t folder;
};

Modes modes_for(Readers readers) {
    return readers == Readers::everybody ? Modes{0644, 0755} : Modes{0600, 0700};
}

Error failed(const fs::path& path, const std::string& what, int error) {
    return {ErrorKind::unavailable, "storage.unavailable",
            "The folder of files cannot " + what + " " + path.string() + ": " +
                std::strerror(error) + "."};
}

class File {
public:
    File(const fs::path& path, int flags, ::mode_t mode = 0)
        : descriptor_(::open(path.c_str(), flags | O_CLOEXEC, mode)) {}
    ~File() {
        if (descriptor_ >= 0) ::close(descriptor_);
    }
    File(const File&) = delete;

    bool is_open() const { return descriptor_ >= 0; }
    int descriptor() const { return descriptor_; }

private:
    int descriptor_;
};

bool write_all(const File& file, std::string_view bytes) {
    while (!bytes.empty()) {
        const auto count = ::write(file.descriptor(), bytes.data(), bytes.size());
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) return false;
        bytes.remove_prefix(static_cast<std::size_t>(count));
    }
    return true;
}

bool sync_directory(const fs::path& directory) {
    const File opened(directory, O_RDONLY | O_DIRECTORY);
    return opened.is_open() && ::fsync(opened.descriptor()) == 0;
}

// Each new directory is synced in the one it stands in.
bool make_directories(const fs::path& directory, ::mode_t mode) {
    struct stat found{};
    if (::stat(directory.c_str(), &found) == 0) return S_ISDIR(found.st_mode);
    const auto parent = directory.parent_path();
    if (!parent.empty() && parent != directory && !make_directories(parent, mode)) return false;
    if (::mkdir(directory.c_str(), mode) != 0 && errno != EEXIST) return false;
    return sync_directory(parent.empty() ? "." : parent);
}

bool write_durably(const fs::path& path, std::string_view bytes, ::mode_t mode) {
    const File file(path, O_WRONLY | O_CREAT | O_EXCL, mode);
    return file.is_open() && write_all(file, bytes) && ::fsync(file.descriptor()) == 0;
}

class Folder final : public Storage {
public:
    Folder(fs::path directory, Readers readers)
        : directory_(std::move(directory)), modes_(modes_for(readers)) {}

    Result<> put(const std::string& key, std::string_view bytes, const Headers&) override {
        const auto path = place(key);
        // No key begins with a dot, so that half a file never has a name that is asked for.
        const auto draft = path.parent_path() / ("." + random_token(12));
        const bool is_kept = make_directories(path.parent_path(), modes_.folder) &&
                             write_durably(draft, bytes, modes_.file) &&
                             ::rename(draft.c_str(), path.c_str()) == 0 &&
                             sync_directory(path.parent_path());
        if (is_kept) return {};
        const int error = errno;
        ::unlink(draft.c_str());
        return failed(path, "write", error);
    }

    Result<std::optional<std::string>> get(const std::string& key) override {
        const auto path = place(key);
        const File file(path, O_RDONLY);
        if (!file.is_open()) return absent_or_failed<std::optional<std::string>>(path);
        struct stat found{};
        if (::fstat(file.descriptor(), &found) != 0) return failed(path, "read", errno);
        if (!S_ISREG(found.st_mode)) return std::optional<std::string>{};
        std::string bytes(static_cast<std::size_t>(found.st_size), '\0');
        std::size_t size = 0;
        while (size < bytes.size()) {
            const auto count = ::read(file.descriptor(), bytes.data() + size, bytes.size() - size);
            if (count < 0 && errno == EINTR) continue;
            if (count < 0) return failed(path, "read", errno);
            if (count == 0) break;
            size += static_cast<std::size_t>(count);
        }
        bytes.resize(size);
        return std::optional(std::move(bytes));
    }

    Result<bool> exists(const std::string& key) override {
        const auto path = place(key);
        struct stat found{};
        if (::stat(path.c_str(), &found) == 0) return S_ISREG(found.st_mode);
        return absent_or_failed<bool>(path);
    }

    Result<> remove(const std::string& key) override {
        const auto path = place(key);
        if (::unlink(path.c_str()) != 0 && errno != ENOENT && errno != ENOTDIR)
            return failed(path, "remove", errno);
        // Leaves what is not empty. An empty one that stays hurts nobody.
        ::rmdir(path.parent_path().c_str());
        return {};
    }

    std::optional<std::string> read_url(const std::string&, std::chrono::seconds) const override {
        return std::nullopt;
    }
    std::optional<std::string> write_url(const std::string&, std::size_t,
                                         std::chrono::seconds) const override {
        return std::nullopt;
    }

private:
    fs::path place(const std::string& key) const {
        check_storage_key(key);
        return directory_ / key;
    }

    template <class T>
    static Result<T> absent_or_failed(const fs::path& path) {
        if (errno == ENOENT || errno == ENOTDIR) return T{};
        return failed(path, "read", errno);
    }

    const fs::path directory_;
    const Modes modes_;
};

}  // namespace

std::unique_ptr<Storage> folder_storage(std::filesystem::path directory, Readers readers) {
    return std::make_unique<Folder>(std::move(directory), readers);
}

}  // namespace kontor::platform
