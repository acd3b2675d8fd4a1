#include "commands/export_command.hpp"

#include "app/export.hpp"
#include "commands/open_shop.hpp"
#include "commands/terminal.hpp"

#include <CLI/CLI.hpp>

#include <fstream>

namespace kontor::app {

namespace {

constexpr auto help =
    R"(Without a file, or with - for one, it goes to standard output. The file is one that kontor import
takes: into an empty shop it brings the same goods again, and into this one it changes nothing. In a
CSV file a text that a spreadsheet would run, because it begins with = + - or @, has an apostrophe
before it; an import takes it off again.)";

struct ExportOptions {
    Subject subject = Subject::products;
    std::filesystem::path file = standard_stream;
    FileFormat format = FileFormat::csv;
};

// Beside the file that it will be, so that no half of it is ever found under its name.
class NewFile {
public:
    explicit NewFile(std::filesystem::path path)
        : path_(std::move(path)), unfinished_(path_.string() + ".part") {
        stream_.open(unfinished_, std::ios::binary | std::ios::trunc);
        if (!stream_) throw CommandFailed(path_.string() + " cannot be written");
    }
    ~NewFile() {
        std::error_code ignored;
        if (!finished_) std::filesystem::remove(unfinished_, ignored);
    }
    NewFile(const NewFile&) = delete;

    std::ostream& stream() { return stream_; }
    void finish() {
        stream_.close();
        std::error_code failed;
        if (stream_) std::filesystem::rename(unfinished_, path_, failed);
        if (!stream_ || failed) throw CommandFailed(path_.string() + " cannot be written");
        finished_ = true;
    }

private:
    std::filesystem::path path_;
    std::filesystem::path unfinished_;
    std::ofstream stream_;
    bool finished_ = false;
};

void take_out(const Global& global, const ExportOptions& options) {
    const OpenShop shop(global);
    const auto name = std::string(platform::enum_name(options.subject));
    Progress progress("Exporting " + name, 0);
    const auto write_to = [&](std::ostream& out) {
        return value_or_fail(export_goods(shop->modules(), options.subject, options.format, out,
                                          [&](std::uint64_t count) { progress.show(count); }));
    };
    if (options.file == standard_stream) {
        write_to(std::cout);
        return;
    }
    // A device or a pipe is written as it is.
    std::error_code unknown;
    if (exists(options.file, unknown) && !is_regular_file(options.file, unknown)) {
        std::ofstream out(options.file, std::ios::binary);
        if (!out) throw CommandFailed(options.file.string() + " cannot be written");
        write_to(out);
        return;
    }
    NewFile file(options.file);
    const auto count = write_to(file.stream());
    file.finish();
    if (global.json)
        print_json(boost::json::object{{"records", count}});
    else
        std::cout << count << ' ' << name << " in " << options.file.string() << '\n';
}

void add_subject(CLI::App& exporting, Subject subject, const Global& global, Chosen& chosen) {
    const auto name = std::string(platform::enum_name(subject));
    auto* command = exporting.add_subcommand(name, "As kontor import " + name + " takes them");
    command->footer(help);
    const auto options = std::make_shared<ExportOptions>();
    const auto format = std::make_shared<std::string>();
    options->subject = subject;
    command->add_option("file", options->file, "FILE.csv, FILE.jsonl or - for standard output")
        ->capture_default_str();
    command->add_option("--format", *format, "Where the file's name does not say it; default csv")
        ->check(CLI::IsMember({"csv", "jsonl"}));
    command->callback([&chosen, &global, options, format] {
        const auto extension = options->file.extension().string();
        if (!format->empty())
            options->format = platform::enum_from_name<FileFormat>(*format).value();
        else if (const auto named = platform::enum_from_name<FileFormat>(
                     extension.empty() ? "" : extension.substr(1)))
            options->format = *named;
        else if (options->file != standard_stream)
            throw CLI::ValidationError(
                "file", "is named neither .csv nor .jsonl: say --format csv or --format jsonl");
        chosen = [&global, options] { take_out(global, *options); };
    });
}

}  // namespace

void add_export_command(CLI::App& app, Global& global, Chosen& chosen) {
    auto* exporting = app.add_subcommand("export", "Write goods into a file");
    exporting->require_subcommand(1);
    exporting->footer(help);
    for (const auto subject : {Subject::products, Subject::variants, Subject::prices,
                               Subject::stock, Subject::categories})
        add_subject(*exporting, subject, global, chosen);
}

}  // namespace kontor::app
