import path from 'node:path';
import ts from 'typescript';

/** Compiles the project of a configuration as `tsc -p` does. Returns '' without faults, else their list. */
export type Compile = (configuration: string) => string;

/** A compiler that reads TypeScript's own declarations once for all its projects: they take longer than a small project. */
export function createCompiler(): Compile {
  const known = new Map<string, ts.SourceFile | undefined>();
  return (configuration) => {
    const project = readProject(configuration);
    const host = ts.createCompilerHost(project.options);
    const read = host.getSourceFile.bind(host);
    const own = path.dirname(host.getDefaultLibFileName(project.options));
    host.getSourceFile = (file, ...rest) => {
      if (path.dirname(file) !== own) return read(file, ...rest);
      if (!known.has(file)) known.set(file, read(file, ...rest));
      return known.get(file);
    };
    const program = ts.createProgram({ rootNames: project.fileNames, options: project.options, host });
    const faults = [...project.errors, ...ts.getPreEmitDiagnostics(program), ...program.emit().diagnostics];
    return ts.formatDiagnostics(faults, host);
  };
}

function readProject(configuration: string): ts.ParsedCommandLine {
  const onUnRecoverableConfigFileDiagnostic = ({ messageText }: ts.Diagnostic): never => {
    throw new Error(ts.flattenDiagnosticMessageText(messageText, '\n'));
  };
  const project = ts.getParsedCommandLineOfConfigFile(
    configuration,
    {},
    { ...ts.sys, onUnRecoverableConfigFileDiagnostic },
  );
  if (!project) throw new Error(`no project at ${configuration}`);
  return project;
}
