// WebAssembly compiled on other threads → compiled where it is asked for. Otherwise the first request of a client that
// compiles its parser late (undici before 8) would wait for real work that no scheduler sees.

/** The part of WebAssembly that is replaced; its types live in a library that Node programs do not load. */
type Wasm = {
  Module: new (bytes: unknown) => object;
  Instance: new (module: object, imports?: object) => object;
  compile: (bytes: unknown) => Promise<object>;
  instantiate: (source: object, imports?: object) => Promise<object>;
};

/** Replaces the asynchronous compilers by their synchronous twins behind settled promises. */
export function installWasm(): void {
  const wasm = (globalThis as unknown as { WebAssembly: Wasm }).WebAssembly;
  wasm.compile = async (bytes) => new wasm.Module(bytes);
  wasm.instantiate = async (source, imports) => {
    if (source instanceof wasm.Module) return new wasm.Instance(source, imports);
    const module = new wasm.Module(source);
    return { module, instance: new wasm.Instance(module, imports) };
  };
}
