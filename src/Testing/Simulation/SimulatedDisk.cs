using QueryGen.Storage;

namespace QueryGen.Testing.Simulation;

/// <summary>
/// A disk in memory whose machine can lose its power at any call: what was not flushed is then lost, kept, torn or kept out of order, as a
/// seed decides.
/// </summary>
/// <remarks>
/// As strict as the contract of <see cref="IDisk"/> allows: a flush brings bytes and no name to the disk, a sync names and no bytes. The
/// same seed and the same calls give the same disk.
/// </remarks>
internal sealed class SimulatedDisk : IDisk
{
    private const int InputOutputError = 5;
    private const int ReadOnlyError = 30;

    private readonly Lock _gate = new();
    private readonly SeededRandom _random;
    private readonly SimulatedFolder _root = new();
    private readonly HashSet<string> _locks = new(StringComparer.Ordinal);
    private long _usedBytes;
    private int _life;
    private bool _isDown;

    /// <summary>An empty disk.</summary>
    public SimulatedDisk(ulong seed) => _random = new SeededRandom(seed);

    /// <summary>What goes wrong; may be changed at any time.</summary>
    public DiskFaults Faults { get; set; } = DiskFaults.None;

    /// <summary>How many calls have changed the disk, or tried to.</summary>
    public long Changes { get; private set; }

    /// <summary>The change at which the power fails, in the middle of a write; null: it does not fail by itself.</summary>
    public long? CrashAtChange { get; set; }

    /// <summary>Whether the power has failed, and <see cref="Restart"/> was not called.</summary>
    public bool IsDown => _isDown;

    /// <summary>The power fails now: each call fails until <see cref="Restart"/>.</summary>
    public void PowerOff() => _isDown = true;

    /// <summary>
    /// The machine starts again, without what its disk did not have; files that were open are closed, locks are gone.
    /// </summary>
    public void Restart()
    {
        lock (_gate)
        {
            Forget();
            _root.Crash(_random.Fork());
            _usedBytes = Used(_root);
        }
    }

    /// <summary>The process ends, the machine does not: nothing is lost; files are closed, locks are gone.</summary>
    public void EndProcess()
    {
        lock (_gate)
        {
            Forget();
        }
    }

    /// <summary>Changes one bit of a file, on the disk too.</summary>
    public void FlipBit(string path, long position, int bit) => File(path).FlipBit(position, bit);

    /// <summary>Cuts a file, on the disk too.</summary>
    public void Shorten(string path, long length) => File(path).Shorten(length);

    public bool FolderExists(string path) => Look(path, () => Find(path) is SimulatedFolder);

    public bool FileExists(string path) => Look(path, () => Find(path) is SimulatedFile);

    public IReadOnlyList<string> Files(string folder) => Look(folder, () => Names<SimulatedFile>(folder));

    public IReadOnlyList<string> Folders(string folder) => Look(folder, () => Names<SimulatedFolder>(folder));

    public void CreateFolder(string path)
    {
        if (!FolderExists(path))
        {
            Change(path, () => Make(path));
        }
    }

    public IDiskFile Open(string path, FileMode mode)
    {
        if (Look(path, () => Find(path)) is SimulatedFile file)
        {
            if (mode == FileMode.CreateNew)
            {
                throw new IOException($"The file '{path}' already exists.");
            }

            if (mode == FileMode.Create)
            {
                Change(path, () => file.SetLength(0));
            }

            return new Handle(this, file, path, _life);
        }

        if (mode is FileMode.Open or FileMode.Truncate)
        {
            throw new FileNotFoundException($"Could not find file '{path}'.", path);
        }

        SimulatedFile created = new();
        Change(path, () => Parent(path).Change((Path.GetFileName(path), created)));
        return new Handle(this, created, path, _life);
    }

    public void RenameFile(string from, string to) => Change(from, () =>
    {
        SimulatedFile file = File(from);
        _usedBytes -= Find(to) is SimulatedFile replaced ? replaced.Length : 0;
        Parent(from).Change((Path.GetFileName(from), null), (Path.GetFileName(to), file));
    });

    public void RenameFolder(string from, string to) => Change(from, () =>
    {
        if (Find(to) is not null)
        {
            throw new IOException($"'{to}' already exists.");
        }

        Parent(from).Change((Path.GetFileName(from), null), (Path.GetFileName(to), Folder(from)));
    });

    public void DeleteFile(string path) => Delete<SimulatedFile>(path);

    public void DeleteFolder(string path) => Delete<SimulatedFolder>(path);

    public void SyncFolder(string path) => Change(path, () => Flush(Folder(path).Sync, () => { }, path));

    public IDisposable? TryLock(string path)
    {
        Open(path, FileMode.OpenOrCreate).Dispose();
        lock (_gate)
        {
            return _locks.Add(path) ? new Unlock(this, path, _life) : null;
        }
    }

    private T Look<T>(string path, Func<T> look)
    {
        lock (_gate)
        {
            Start(path);
            return look();
        }
    }

    private void Change(string path, Action change, Action? inPart = null)
    {
        lock (_gate)
        {
            Start(path);
            if (Faults.IsReadOnly)
            {
                throw new IOException($"Read-only file system : '{path}'", ReadOnlyError);
            }

            if (++Changes == CrashAtChange)
            {
                // What is done of the last call is for the crash to say, as with all that was not flushed.
                inPart?.Invoke();
                _isDown = true;
                Start(path);
            }

            change();
        }
    }

    private void Start(string path)
    {
        if (_isDown)
        {
            throw new SimulatedCrashException($"The power has failed, at change {Changes} of the disk, with '{path}'.");
        }

        if (Faults.Latency > TimeSpan.Zero)
        {
            Faults.Wait?.Invoke(Faults.Latency);
        }
    }

    private void Flush(Action flush, Action forget, string path)
    {
        if (_random.Chance(Faults.FlushErrors))
        {
            forget();
            throw Failed(path);
        }

        if (!_random.Chance(Faults.LostFlushes))
        {
            flush();
        }
    }

    private void Delete<TNode>(string path)
        where TNode : SimulatedNode
    {
        if (Look(path, () => Find(path)) is TNode node)
        {
            Change(path, () =>
            {
                _usedBytes -= Used(node);
                Parent(path).Change((Path.GetFileName(path), null));
            });
        }
    }

    private void Forget()
    {
        _isDown = false;
        _life++;
        _locks.Clear();
        CrashAtChange = null;
    }

    private static string[] Parts(string path) =>
        path.Split([Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar], StringSplitOptions.RemoveEmptyEntries);

    private SimulatedNode? Find(string path)
    {
        SimulatedNode? node = _root;
        foreach (string name in Parts(path))
        {
            node = (node as SimulatedFolder)?[name];
        }

        return node;
    }

    private void Make(string path)
    {
        SimulatedFolder folder = _root;
        foreach (string name in Parts(path))
        {
            if (folder[name] is null)
            {
                folder.Change((name, new SimulatedFolder()));
            }

            folder = (SimulatedFolder)folder[name]!;
        }
    }

    private SimulatedFile File(string path) =>
        Find(path) as SimulatedFile ?? throw new FileNotFoundException($"Could not find file '{path}'.", path);

    private SimulatedFolder Folder(string path) =>
        Find(path) as SimulatedFolder ?? throw new DirectoryNotFoundException($"Could not find the folder '{path}'.");

    private SimulatedFolder Parent(string path) => Folder(Path.GetDirectoryName(path)!);

    private string[] Names<TNode>(string folder) =>
        [.. Folder(folder).Entries.Where(entry => entry.Value is TNode).Select(entry => entry.Key)];

    private static long Used(SimulatedNode node) => node switch
    {
        SimulatedFile file => file.Length,
        SimulatedFolder folder => folder.Entries.Sum(entry => Used(entry.Value)),
        _ => 0,
    };

    private static IOException Failed(string path) => new($"Input/output error : '{path}'", InputOutputError);

    private sealed class Unlock(SimulatedDisk disk, string path, int life) : IDisposable
    {
        public void Dispose()
        {
            lock (disk._gate)
            {
                if (life == disk._life)
                {
                    disk._locks.Remove(path);
                }
            }
        }
    }

    private sealed class Handle(SimulatedDisk disk, SimulatedFile file, string path, int life) : IDiskFile
    {
        private bool _isClosed;

        public long Length => disk.Look(path, () => Checked().Length);

        public int Read(Span<byte> target, long position)
        {
            lock (disk._gate)
            {
                disk.Start(path);
                return disk._random.Chance(disk.Faults.ReadErrors) ? throw Failed(path) : Checked().Read(target, position);
            }
        }

        public void Write(ReadOnlySpan<byte> data, long position)
        {
            byte[] copy = data.ToArray();
            disk.Change(path, () => Write(copy, position), () => Checked().Write(copy, position));
        }

        public void SetLength(long length) => disk.Change(path, () =>
        {
            disk._usedBytes += length - Checked().Length;
            file.SetLength(length);
        });

        public void Flush() => disk.Change(path, () => disk.Flush(Checked().Flush, file.Forget, path));

        public void Dispose() => _isClosed = true;

        private void Write(byte[] data, long position)
        {
            long more = Math.Max(0, position + data.Length - Checked().Length);
            bool fits = disk._usedBytes + more <= disk.Faults.CapacityBytes;
            bool fails = !fits || disk._random.Chance(disk.Faults.WriteErrors);
            int written = !fails ? data.Length
                : fits ? disk._random.Chance(0.3) ? data.Length : disk._random.Next(data.Length)
                : (int)Math.Clamp(data.Length - more + disk.Faults.CapacityBytes - disk._usedBytes, 0, data.Length);
            disk._usedBytes += Math.Max(0, position + written - file.Length);
            file.Write(data.AsSpan(0, written), position);
            if (fails)
            {
                throw fits ? Failed(path) : DiskErrors.Full(path);
            }
        }

        private SimulatedFile Checked() => !_isClosed && life == disk._life ? file : throw new ObjectDisposedException(path);
    }
}
